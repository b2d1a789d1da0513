// Files and terminals until their own handlers land: `files.ts` and `terminals.ts` replace this.
import { unavailable } from '#contract/errors.ts';
import type { WORKSPACE_METHODS } from '#contract/methods/workspace.ts';
import type { Handlers } from '../dispatch/handler.ts';

const notYet = (): never => {
  throw unavailable('not available yet', { retryable: false });
};

export const WORKSPACE_HANDLERS: Handlers<keyof typeof WORKSPACE_METHODS> = {
  'sessions.files.list': notYet,
  'sessions.files.get': notYet,
  'sessions.files.set': notYet,
  'sessions.diff': notYet,
  'files.delete': notYet,
  'files.restore': notYet,
  'files.makeFolder': notYet,
  'files.move': notYet,
  'files.watch': notYet,
  'files.unwatch': notYet,
  'fs.listDir': notYet,
  'terminal.open': notYet,
  'terminal.input': notYet,
  'terminal.resize': notYet,
  'terminal.close': notYet,
  'terminal.attach': notYet,
  'terminal.list': notYet,
};
