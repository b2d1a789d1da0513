// Previews of web pages that programs of a session's machine serve.
import type { PreviewHub } from '../../preview/preview-hub.ts';
import { FileError } from '#core/ports/machine.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';
import type { GatewayRuntime } from '../../server/runtime.ts';

const LOOPBACK = '127.0.0.1';

export const PREVIEW_HANDLERS = defineHandlers({
  async 'preview.ports'({ sessionKey }, { engine }) {
    const { machine } = await engine.workspaces.openSession(sessionKey);
    return { machine: machine.kind, ports: (await machine.ports?.list()) ?? [] };
  },

  async 'preview.open'({ sessionKey, port, host = LOOPBACK }, call) {
    const { engine, gateway, connection } = call;
    const { key, agentId, machine } = await engine.workspaces.openSession(sessionKey);
    if (machine.ports === undefined)
      throw new FileError('unavailable', "Previews aren't available on this kind of machine.");
    await call.audit('preview.opened', key, { port, machine: machine.kind });
    const hub = await gateway.state(makePreviews).hub();
    return hub.open({ sessionKey: key, agentId, machine, port, host, connection });
  },

  async 'preview.close'({ id }, { gateway }) {
    const hub = await gateway.state(makePreviews).hub();
    return { closed: await hub.end(id) };
  },
});

/** The previews of a gateway. Most hosts never open one, so the code is loaded for the first. */
function makePreviews(gateway: GatewayRuntime) {
  let loading: Promise<PreviewHub> | undefined;
  return {
    hub: () => (loading ??= import('../../preview/preview-hub.ts').then(({ PreviewHub }) => new PreviewHub(gateway))),
    close: async () => (await loading)?.close(),
  };
}
