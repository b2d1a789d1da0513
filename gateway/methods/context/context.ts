// What models see.
import { defineHandlers } from '../../server/dispatch/handler.ts';

export const CONTEXT_HANDLERS = defineHandlers({
  'sessions.context': async ({ key }, { engine }) => engine.context.describe((await engine.sessions.require(key)).key),

  'sessions.context.text': async ({ key, id }, { engine }) => ({
    text: await engine.context.read((await engine.sessions.require(key)).key, id),
  }),
});
