// Configuration of what is collected for a model besides the conversation.
import { MAX_CONTEXT_FILES, MAX_CONTEXT_TOKENS } from '../types/context.ts';
import { integer, list, section } from './define-key.ts';

const limit = (title: string, description: string, fallback = 0) =>
  integer(title, description, fallback, [0, MAX_CONTEXT_TOKENS]);

/** `context` of an agent. */
export const CONTEXT = section(
  'Context',
  'What the model gets in addition to the conversation, collected at the start of each run. Each limit is in tokens; 0 excludes the part.',
  {
    tree: limit('Project tree', 'Names of the files and folders in the workspace, except ignored ones.'),
    files: limit('Project files', 'Content of the files in `paths`, in the order listed.', 4_000),
    paths: list('Files', 'Files to include, relative to the workspace.', MAX_CONTEXT_FILES, { maxLength: 1_024 }),
    console: limit('Console', 'The latest output of commands in the workspace.'),
    sessions: limit('Earlier sessions', 'Titles and summaries of earlier sessions in the same project or workspace.'),
    tasks: limit('Tasks', 'The latest to-do list of the session.'),
  },
);
