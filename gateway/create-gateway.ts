// Creates a gateway over services. It handles channels, HTTP requests and upgrades, and knows no adapter.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FrameChannel } from '#contract/wire/frames.ts';
import type { Attention } from '#core/escalation/escalations.ts';
import { serveConnection } from './server/connections/serve-connection.ts';
import { METHOD_ENTRIES } from './methods/registry.ts';
import type { MethodEntry } from './server/dispatch/handler.ts';
import { compileEarly } from './server/dispatch/params-check.ts';
import { GatewayCore } from './server/gateway-core.ts';
import { readCookie } from './http/cookies.ts';
import { createRouter, type PageOptions } from './http/router.ts';
import type { ListenAddress } from './server/gateway-base.ts';
import type { GatewayServices } from './server/services.ts';
import { gatewayPrincipal } from '#core/principal.ts';
import { SESSION_COOKIE } from './access/sign-in/browser-sign-in.ts';
import { toRefusalError } from './access/sign-in/own-address.ts';
import { readRequestOrigin, type SocketPeer } from './access/sign-in/request-origin.ts';
import { asServerChannel } from './server/transports/server-channel.ts';
import { refuseUpgrade } from './server/transports/refuse-upgrade.ts';
import { createWebSocketTransport } from './server/transports/websocket.ts';

/** A running gateway. */
export interface Gateway {
  /** Serves a channel within this process, without a token. */
  accept(channel: FrameChannel): void;
  onRequest(request: IncomingMessage, response: ServerResponse): void;
  onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Loads what the first requests would otherwise wait for. */
  prepare(): Promise<void>;
  /** Sets the listening address; requests are rejected before that. */
  listensAt(address: ListenAddress): void;
  /** A URL that signs one browser in. */
  browserLink(): Promise<{ readonly url: string; readonly expiresAtMs: number }>;
  /** Notifies every client that the gateway is about to stop. */
  announceShutdown(reason: string): void;
  /** Whether a person looks at a connected app. */
  attention(): Attention;
  /** Closes every connection. */
  close(): Promise<void>;
}

/** Options of a gateway. */
export interface GatewayOptions extends PageOptions {
  /** Default: all methods in the registry. */
  readonly methods?: ReadonlyMap<string, MethodEntry>;
}

/** Creates a gateway; it serves from the first channel on. */
export function createGateway(services: GatewayServices, options: GatewayOptions = {}): Gateway {
  const methods = options.methods ?? METHOD_ENTRIES;
  const core = new GatewayCore(services, methods);
  services.channels.revokeKeys = (text) => core.identity.keys.revokeIn(text, gatewayPrincipal('channels'));
  services.channels.onChange(() => core.publish('settings.changed', { what: 'channels', ts: services.clock.now() }));
  const sockets = createWebSocketTransport();
  const router = createRouter(core, options);
  return {
    accept: (channel) => serveConnection(asServerChannel(channel), { kind: 'port' }, core),
    onRequest: (request, response) => void router(request, response),
    onUpgrade(request, socket, head) {
      // A connection reset before the upgrade completes must not crash the process.
      socket.on('error', () => socket.destroy());
      const peer = socketPeer(request, core, options);
      if (peer.refused !== undefined) return refuseUpgrade(socket, 403, { error: toRefusalError(peer.refused) });
      sockets.upgrade(request, socket, head, peer.source, (channel) => serveConnection(channel, peer, core));
    },
    prepare: () => compileEarly([...methods.values()].flatMap(commonParams)),
    listensAt: (address) => core.listensAt(address),
    browserLink: () => core.browsers.makeLink(core.address()?.origin),
    attention: () => core.attention.current(),
    announceShutdown: (reason) => core.publish('shutdown', { reason }),
    async close() {
      await core.close();
      sockets.close();
    },
  };
}

function commonParams({ declaration }: MethodEntry): readonly MethodEntry['declaration']['params'][] {
  return declaration.common === true ? [declaration.params] : [];
}

function socketPeer(request: IncomingMessage, core: GatewayCore, options: PageOptions): SocketPeer {
  const origin = readRequestOrigin(request, core, options.origins);
  const cookie = origin.isOwnPage ? readCookie(request.headers.cookie, SESSION_COOKIE) : undefined;
  return {
    kind: 'socket',
    ...origin,
    browserSession:
      cookie === undefined ? Promise.resolve(undefined) : core.browsers.check(cookie).catch(() => undefined),
  };
}
