// Root folder of the repository.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const PROJECT_ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
