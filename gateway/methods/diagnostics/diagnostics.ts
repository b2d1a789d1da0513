// Diagnostics of the running process.
import type { DIAGNOSTICS_METHODS } from '#contract/methods/diagnostics.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';

export const DIAGNOSTICS_HANDLERS: HandlersFor<typeof DIAGNOSTICS_METHODS> = {
  'diagnostics.stability': (query, { gateway }) => gateway.diagnostics.report(query),
};
