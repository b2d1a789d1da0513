// Which failures of a run are mended in Settings.
import type { RunError } from '#contract/sessions/session-events.ts';

/** Whether a provider has to be set up or its key replaced: a retry alone would fail again. */
export function needsSettings({ code, httpStatus }: Pick<RunError, 'code' | 'httpStatus'>): boolean {
  return httpStatus === 401 || httpStatus === 403 || /auth|key|provider|model/i.test(code);
}
