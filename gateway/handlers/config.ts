// The configuration file: read without secrets, changed by merge patch on a known hash.
import type { Handlers } from '../dispatch/handler.ts';

export const CONFIG_HANDLERS: Handlers<'config.get' | 'config.patch' | 'config.schema'> = {
  'config.get': (_params, { services }) => services.config.snapshot(),

  async 'config.patch'({ raw, baseHash }, { services, connection }) {
    const { hash, changedPaths, needsRestart, snapshot } = await services.config.patch(raw, baseHash);
    await services.store.audit.append({
      actor: connection.actor,
      action: 'config.patch',
      subject: snapshot.path,
      details: { changedPaths },
    });
    return { ok: true, path: snapshot.path, hash, config: snapshot.config, changedPaths, needsRestart };
  },

  'config.schema'(_params, { services }) {
    const { schema, uiHints } = services.config.schema();
    return {
      schema,
      uiHints: { ...uiHints },
      version: services.identity.version,
      generatedAt: new Date(services.identity.startedAt).toISOString(),
    };
  },
};
