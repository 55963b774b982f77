const { transformSync, version } = require('esbuild');
const crypto = require('node:crypto');
module.exports = {
  canInstrument: false,
  getCacheKey: (s, f, o) =>
    crypto
      .createHash('sha1')
      .update(version)
      .update(f)
      .update(s)
      .update(String(!!o.supportsStaticESM))
      .digest('hex'),
  process: (s, f, o) =>
    transformSync(s, {
      loader: f.endsWith('x') ? 'tsx' : 'ts',
      format: o.supportsStaticESM ? 'esm' : 'cjs',
      target: 'node20',
      sourcemap: 'inline',
      sourcefile: f,
    }),
};
