import { z } from 'zod';

/** A path in YAML, relative to the configuration folder. The loader makes it absolute and checks that the file is there. */
export const FilePath = z.string().min(1, 'is empty: expected the path of a file').meta({ filePath: true });
export type FilePath = z.infer<typeof FilePath>;
