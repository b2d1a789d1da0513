// Diagnostics of the running process.
import { defineHandlers } from '../../server/dispatch/handler.ts';

export const DIAGNOSTICS_HANDLERS = defineHandlers({
  'diagnostics.stability': (query, { gateway }) => gateway.diagnostics.report(query),
});
