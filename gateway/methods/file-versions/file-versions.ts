// Versions of the files of a session's workspace.
import { defineHandlers } from '../../server/dispatch/handler.ts';

export const FILE_VERSION_HANDLERS = defineHandlers({
  async 'files.versions.list'({ sessionKey, path }, { services, engine }) {
    const { machine } = await engine.workspaces.openSession(sessionKey);
    return { path, versions: await services.versions.list(machine, path) };
  },

  async 'files.versions.get'({ sessionKey, path, id }, { services, engine }) {
    const { machine } = await engine.workspaces.openSession(sessionKey);
    const { version, content } = await services.versions.get(machine, path, id);
    const text = decodeText(content);
    return text === undefined
      ? { version, content: Buffer.from(content).toString('base64'), encoding: 'base64' as const }
      : { version, content: text, encoding: 'utf8' as const };
  },

  async 'files.versions.restore'({ sessionKey, path, id, expectedHash }, { services, engine, by }) {
    const { key, machine } = await engine.workspaces.openSession(sessionKey);
    const { content } = await services.versions.get(machine, path, id);
    const written = await services.versions.record(machine, { by, sessionKey: key }).write(path, content, expectedHash);
    const { size, modifiedAtMs, hash } = written;
    return { file: { path: written.path, size, modifiedAtMs, hash } };
  },
});

/** Undefined for a binary content. */
function decodeText(content: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
