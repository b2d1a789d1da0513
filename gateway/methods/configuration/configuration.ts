// The configuration file: reading it without secrets, and changing it by merge patch or as a whole, guarded by a hash.
import { takeStart } from '#contract/types/truncate-text.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ConfigWritten } from '#contract/types/configuration.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';

/** Longest note in the audit log, characters. */
const MAX_NOTE_LENGTH = 500;

export const CONFIG_HANDLERS = defineHandlers({
  'config.get': (_params, { services }) => services.config.snapshot(),

  'config.patch': (params, call) => change('config.patch', params, call),
  'config.set': (params, call) => change('config.set', params, call),
  // Every key either applies immediately or is reported in `needsRestart`, so applying is the same as writing.
  'config.apply': (params, call) => change('config.apply', params, call),

  'config.check': ({ raw }, { services }) => services.config.check(raw),

  'config.schema'(_params, { services }) {
    const { schema, uiHints } = services.config.schema();
    return {
      schema,
      uiHints,
      version: services.identity.version,
      generatedAt: new Date(services.identity.startedAt).toISOString(),
    };
  },

  'config.schema.lookup'({ path }, { services }) {
    const found = services.config.lookUp(path);
    if (found === undefined)
      throw invalidRequest(
        `Unknown configuration key: ${takeStart(path, 200)}`,
        'CONFIG_KEY_UNKNOWN',
        'See config.schema.',
      );
    return found;
  },
});

/** Access to the gateway and its agents, and what agents may do without approval: a stolen connection must not be able to change them. */
const SENSITIVE =
  /^(approvals|gateway|hooks|http|channels|network|workspaces|machines)(\.|$)|\.(approvalMode|machine)$|^agents(\.defaults|\.entries(\.[^.]+)?)?$/;

async function change(
  method: 'config.patch' | 'config.set' | 'config.apply',
  params: MethodParams<'config.set'> & { readonly note?: string },
  { services: { config }, gateway, connection, audit }: Call,
): Promise<ConfigWritten> {
  // Sensitive changes need a fresh proof, like the methods that make the same change.
  const judge = (paths: readonly string[]): void => {
    if (paths.some((path) => SENSITIVE.test(path))) gateway.proofs.require(method, params, connection);
  };
  const { raw, baseHash, note } = params;
  const written =
    method === 'config.patch' ? await config.patch(raw, baseHash, judge) : await config.replace(raw, baseHash, judge);
  const { hash, changedPaths, needsRestart, snapshot } = written;
  await audit(method, snapshot.path, {
    changedPaths,
    ...(note?.trim() ? { note: takeStart(note, MAX_NOTE_LENGTH) } : {}),
  });
  const hot = changedPaths.filter((path) => !needsRestart.includes(path));
  const { path, config: values } = snapshot;
  return { ok: true, path, hash, config: values, changedPaths, needsRestart, reload: { hot, restart: needsRestart } };
}
