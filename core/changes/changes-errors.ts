// Errors of changes, which say what to do.
import type { ChangedFile } from '#contract/types/changes.ts';
import { GatewayError, invalidRequest, unavailable } from '#contract/wire/errors.ts';

/** The change is different from the one that was decided on. `current`: what it is now; null if there is nothing to decide on. */
export function staleChange(path: string, current: ChangedFile | null): GatewayError {
  const message = `${JSON.stringify(path)} has changed since you loaded it, or someone else has accepted or rejected it.`;
  const details = { code: 'CHANGES_STALE', hint: 'Review the current changes, then retry.', path, current };
  return new GatewayError('INVALID_REQUEST', message, { details });
}

/** Later edits are in the way. */
export function conflictingChange(path: string, line: number | undefined): GatewayError {
  const where = line === undefined ? '' : ` around line ${line}`;
  const message = `${JSON.stringify(path)} was edited${where} after the agent changed it, so nothing was changed.`;
  const hint = 'Edit the file yourself, or undo the later edit and retry.';
  const details = { code: 'CHANGES_CONFLICT', hint, path, ...(line === undefined ? {} : { line }) };
  return new GatewayError('INVALID_REQUEST', message, { details });
}

/** Files that someone changed need a decision. */
export function undecidedFiles(paths: readonly string[]): GatewayError {
  const message = `${paths.length === 1 ? 'One file has' : `${paths.length} files have`} been edited since, so nothing was changed.`;
  const details = {
    code: 'CHANGES_UNDECIDED',
    hint: 'Choose whether to keep or overwrite each of them.',
    paths,
  };
  return new GatewayError('INVALID_REQUEST', message, { details });
}

/** The run must end first. */
export function runIsActive(): GatewayError {
  const hint = 'Stop the run, or wait for it to end.';
  return unavailable("Files can't be changed while a run is active.", { details: { code: 'RUN_ACTIVE', hint } });
}

/** There are no such changes. */
export function unknownChange(what: string): GatewayError {
  return invalidRequest(`${what} not found.`, 'CHANGES_NOT_FOUND', 'Reload the changes.');
}
