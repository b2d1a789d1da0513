// A local Discord: REST API, gateway, and content network, for one bot. Tests act as people, and see what the bot did.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { botRoutes } from './bot-routes.ts';
import { DiscordState } from './discord-state.ts';
import { GatewaySide } from './gateway-side.ts';
import { RestSide } from './rest-side.ts';

/** A running server. */
export interface DiscordServer {
  /** Value of `GATEHOUSE_DISCORD_API`. */
  readonly api: string;
  readonly state: DiscordState;
  readonly gateway: GatewaySide;
  readonly rest: RestSide;
  close(): Promise<void>;
}

/** Opens a server. */
export async function openDiscordServer(): Promise<DiscordServer> {
  const server = createServer();
  const state = new DiscordState();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server has a port.
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const gateway = new GatewaySide(server, {
    token: () => state.token,
    bot: state.bot,
    applicationId: state.applicationId,
    allowsContent: () => state.allowsContent,
    guilds: () => state.guilds(),
    address: () => `ws://127.0.0.1:${port}`,
  });
  state.connect(gateway, origin);
  const rest = new RestSide(botRoutes(state, `ws://127.0.0.1:${port}`), ({ authorization, path }) => {
    return path.startsWith('/webhooks/') || path.startsWith('/interactions/') || authorization === `Bot ${state.token}`;
  });
  server.on('request', (request, response) => {
    const file = state.file(request.url ?? '');
    if (request.url?.startsWith('/attachments/') !== true) return void rest.handle(request, response);
    if (file === undefined) return void response.writeHead(404).end('This content is no longer available.');
    response.writeHead(200, { 'content-type': file.type, 'content-length': file.bytes.length }).end(file.bytes);
  });
  const close = async (): Promise<void> => {
    gateway.close();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { api: `${origin}/api`, state, gateway, rest, close };
}
