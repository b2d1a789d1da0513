// Configuration of projects.
import { section, textOr } from './define-key.ts';

/** `projects`. */
export const PROJECTS = section('Projects', 'Folders and repositories that sessions work on.', {
  folder: textOr(
    'Folder for new projects',
    'Where repositories are cloned and projects are created from templates. If empty, the folder `Gatehouse` in your home folder.',
    '',
    { maxLength: 4096, pattern: '^($|~|/|[A-Za-z]:)' },
  ),
});
