// The configuration file: read without secrets, changed by merge patch or as a whole, with optimistic concurrency.
import type { CONFIGURATION_METHODS } from '#contract/methods/configuration.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ConfigWritten } from '#contract/types/configuration.ts';
import type { ConfigChange, JudgeChange } from '#core/ports/configuration.ts';
import type { Call, HandlersFor } from '../../server/dispatch/handler.ts';
import { auditLine } from '../../server/dispatch/audit-line.ts';

/** Longest part of a note that is written to the audit log, characters. */
const LONGEST_NOTE = 500;

export const CONFIG_HANDLERS: HandlersFor<typeof CONFIGURATION_METHODS> = {
  'config.get': (_params, { services }) => services.config.snapshot(),

  'config.patch': async (params, call) => {
    const { raw, baseHash, note } = params;
    const judge = judgeFor('config.patch', params, call);
    return written(call, 'config.patch', await call.services.config.patch(raw, baseHash, judge), note);
  },
  'config.set': async (params, call) => {
    const { raw, baseHash } = params;
    const judge = judgeFor('config.set', params, call);
    return written(call, 'config.set', await call.services.config.replace(raw, baseHash, judge));
  },
  // Every key is hot, or the answer names it: there is nothing more to apply than to write.
  'config.apply': async (params, call) => {
    const { raw, baseHash, note } = params;
    const judge = judgeFor('config.apply', params, call);
    return written(call, 'config.apply', await call.services.config.replace(raw, baseHash, judge), note);
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

  'config.schema.lookup'({ path }, { services }) {
    const found = services.config.lookUp(path);
    if (found === undefined)
      throw invalidRequest(`unknown key: ${path.slice(0, 200)}`, 'CONFIG_KEY_UNKNOWN', 'See config.schema.');
    return found;
  },
};

/** Who gets in, and what agents do unasked: a stolen connection must not be able to change it. */
const SENSITIVE = /^gateway(\.|$)|\.approvalMode$|^agents(\.defaults|\.entries(\.[^.]+)?)?$/;

/** Sensitive changes need a fresh proof, like the methods that make the same change. */
function judgeFor(method: string, params: unknown, { gateway, connection }: Call): JudgeChange {
  return (paths) => {
    if (paths.some((path) => SENSITIVE.test(path))) gateway.proofs.require(method, params, connection);
  };
}

async function written(
  call: Call,
  action: string,
  { hash, changedPaths, needsRestart, snapshot }: ConfigChange,
  note?: string,
): Promise<ConfigWritten> {
  await auditLine(call, action, snapshot.path, {
    changedPaths,
    ...(note?.trim() ? { note: note.slice(0, LONGEST_NOTE) } : {}),
  });
  const later = new Set(needsRestart);
  return {
    ok: true,
    path: snapshot.path,
    hash,
    config: snapshot.config,
    changedPaths,
    needsRestart,
    reload: { hot: changedPaths.filter((path) => !later.has(path)), restart: needsRestart },
  };
}
