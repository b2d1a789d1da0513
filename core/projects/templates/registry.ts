// Templates that ship with Gatehouse. A new one is one file and one line here.
import type { ReadyTemplate } from '../template.ts';
import { emptyTemplate } from './empty.ts';
import { notes } from './notes.ts';
import { pythonScript } from './python-script.ts';
import { typescriptLibrary } from './typescript-library.ts';
import { webPage } from './web-page.ts';

/** The templates in the order in which they are offered. */
export const TEMPLATES: readonly ReadyTemplate[] = [emptyTemplate, typescriptLibrary, webPage, pythonScript, notes];
