// Updates of the app.
import { toAvailable } from '../../openclaw/update-shapes.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';

export const UPDATE_HANDLERS = defineHandlers({
  'update.status'(_params, { services }) {
    const state = services.updates.state();
    const { version, channel } = state;
    return {
      sentinel: null,
      updateAvailable: toAvailable(state),
      effectiveChannel: channel,
      schedule: {
        channel,
        autoEnabled: state.checksAutomatically,
        install: { kind: 'package' },
        ...(version !== undefined && { target: { kind: 'package', version } }),
      },
    };
  },

  async 'update.run'(_params, call) {
    const { updates } = call.services;
    await call.audit('update.requested', 'updates', {});
    const { phase } = await updates.check();
    const state = phase === 'ready' ? updates.install('idle') : updates.state();
    return { ok: state.problem === undefined, state };
  },

  'updates.get': (_params, { services }) => services.updates.state(),

  'updates.check': (_params, { services }) => services.updates.check(),

  async 'updates.install'({ when }, call) {
    const { updates } = call.services;
    await call.audit('update.requested', when, {});
    return updates.install(when);
  },
});
