/** The version in package.json, filled in by the build. */
declare const __VIGIE_VERSION__: string;
