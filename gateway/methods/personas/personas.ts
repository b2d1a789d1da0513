// Personas: prompt templates with variables.
import { defineHandlers } from '../../server/dispatch/handler.ts';

export const PERSONA_HANDLERS = defineHandlers({
  'personas.list': async (_params, { engine }) => ({ personas: await engine.personas.list() }),
  'personas.create': async ({ name, template, defaults = {} }, { engine, by }) => ({
    persona: await engine.personas.create({ name, template, defaults }, by),
  }),
  'personas.update': async ({ id, ...change }, { engine, by }) => ({
    persona: await engine.personas.update(id, change, by),
  }),
  async 'personas.delete'({ id }, { engine, by }) {
    await engine.personas.delete(id, by);
    return { ok: true };
  },
});
