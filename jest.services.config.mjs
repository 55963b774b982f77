import base from './jest.config.mjs';

/** Tests on real servers: `npm run test:services`. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/services/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/services/global-setup.ts',
  globalTeardown: '<rootDir>/test/services/global-teardown.ts',
  // The servers need the other core.
  maxWorkers: 1,
  // A test that failed may have left a server or a worker running: it must not keep the run from ending.
  forceExit: true,
};
