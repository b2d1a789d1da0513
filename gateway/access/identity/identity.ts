// Identities with access to the gateway: devices, pairing requests, setup codes, API keys, share links. One per gateway.
import type { ServerResponse } from 'node:http';
import type { DeviceRole } from '#contract/types/devices.ts';
import type { DeviceRecord, NodeSurface } from '#core/ports/identity.ts';
import type { Connection, Entry } from '../../server/connections/connection.ts';
import type { GatewayBase } from '../../server/gateway-base.ts';
import { ApiKeys } from './api-keys.ts';
import { DeviceRegistry } from './device-registry.ts';
import { nodeRequestRow, requestRow } from '../../openclaw/device-rows.ts';
import { NodePairing, type NodeDeclaration, type NodeRequest } from './node-pairing.ts';
import { PairingRequests } from './pairing-requests.ts';
import { SetupCodes, type SetupOutcome } from './setup-codes.ts';
import { ShareLinks } from './share-links.ts';
import { TokenIssuer } from './token-issuer.ts';

/** Close code for a credential that is no longer valid. */
const REVOKED_CLOSE = 4001;

/** The parts of an HTTP response needed to end it. */
type HttpResponse = Pick<ServerResponse, 'destroy' | 'once'>;

/** Takes a function that tells whether the credential of a connection, which may have ended, was revoked. */
type Revoked = (which: (connection: Connection) => boolean) => void;

/** Identities, and their connections. */
export class Identity {
  readonly devices: DeviceRegistry;
  readonly pairingRequests: PairingRequests;
  readonly nodes: NodePairing;
  readonly setup: SetupCodes;
  readonly keys: ApiKeys;
  readonly shares: ShareLinks;
  readonly #gateway: GatewayBase;
  readonly #revokeListeners = new Set<Revoked>();
  /** Open HTTP responses, including endless streams, by the API key that opened them; the owner's have none. */
  readonly #responses = new Map<HttpResponse, string | undefined>();

  constructor(gateway: GatewayBase) {
    const { store, clock, ids } = gateway.services;
    const issuer = new TokenIssuer(store.secrets);
    this.#gateway = gateway;
    this.devices = new DeviceRegistry(store.identity, issuer, clock);
    this.keys = new ApiKeys(store.identity, issuer, clock, ids);
    this.shares = new ShareLinks(store.shareLinks, issuer, clock, ids);
    this.setup = new SetupCodes(clock, ids);
    this.nodes = new NodePairing(clock, ids);
    this.pairingRequests = new PairingRequests(clock, ids, {
      requested: (request) => gateway.publish('device.pair.requested', requestRow(request)),
      resolved: (resolution) => {
        gateway.publish('device.pair.resolved', { ...resolution, ts: clock.now() });
        this.changed();
      },
    });
  }

  now(): number {
    return this.#gateway.services.clock.now();
  }

  /** Publishes that the list of devices has changed. */
  changed(): void {
    this.#gateway.publish('device.pair.changed', {});
  }

  /** Publishes that a setup code was used. */
  setupCompleted(outcome: SetupOutcome): void {
    this.setup.completed(outcome);
    this.#gateway.publish('device.pair.setup.completed', outcome);
    this.changed();
  }

  /** Compares a node's declared capabilities with the approved ones, and requests approval of new ones. */
  async nodeDeclared(device: DeviceRecord, surface: NodeDeclaration): Promise<void> {
    const { caps, commands, permissions } = surface;
    const allowed = device.node;
    if (allowed !== undefined && permissions !== undefined && !samePermissions(allowed.permissions, permissions))
      await this.devices.noteNode(device.deviceId, { ...allowed, permissions });
    const isAllowed = allowed?.approvedAtMs !== undefined && sameSet(allowed.commands, commands);
    if (isAllowed && sameSet(allowed.caps, caps)) return this.nodes.forget(device.deviceId);
    const request = this.nodes.declare(device, surface);
    if (request !== undefined) this.#gateway.publish('node.pair.requested', nodeRequestRow(request));
  }

  nodeResolved(request: Pick<NodeRequest, 'requestId'>, nodeId: string, decision: string): void {
    this.nodes.forget(nodeId);
    const ts = this.#gateway.services.clock.now();
    this.#gateway.publish('node.pair.resolved', { requestId: request.requestId, nodeId, decision, ts });
    this.changed();
  }

  /** Closes the connections of a device, for one role or all. */
  disconnectDevice(deviceId: string, role: DeviceRole | undefined, reason = 'device removed'): void {
    this.#disconnect(
      (connection) => connection.principal.deviceId === deviceId && (role === undefined || connection.role === role),
      reason,
    );
  }

  /** Closes the connections of a signed-in browser. */
  disconnectBrowser(session: string): void {
    this.#disconnect((connection) => connection.browserSession === session, 'signed out');
  }

  /** Tracks an HTTP response, so that it ends when the credential that opened it is revoked. */
  trackResponse(answer: HttpResponse, keyId: string | undefined): void {
    this.#responses.set(answer, keyId);
    answer.once('close', () => this.#responses.delete(answer));
  }

  #endResponses(keyId: string | undefined): void {
    for (const [answer, opener] of this.#responses) if (opener === keyId) answer.destroy();
  }

  /** Closes the connections that used the gateway's own credentials; by default all of them. */
  disconnectEntries(entries: readonly Entry[], which: (connection: Connection) => boolean = () => true): void {
    this.#disconnect((connection) => entries.includes(connection.entry) && which(connection), 'gateway auth changed');
    this.#endResponses(undefined);
  }

  /** Closes the connections of an API key. */
  disconnectKey(id: string): void {
    this.#disconnect((connection) => connection.apiKey?.id === id, 'key revoked');
    this.#endResponses(id);
  }

  /** Calls back when credentials were revoked, with what tells whose; returns the stop function. */
  onRevoke(listener: Revoked): () => void {
    this.#revokeListeners.add(listener);
    return () => void this.#revokeListeners.delete(listener);
  }

  #disconnect(which: (connection: Connection) => boolean, reason: string): void {
    for (const listener of this.#revokeListeners) listener(which);
    for (const connection of this.#gateway.connections())
      if (which(connection)) connection.close(REVOKED_CLOSE, reason);
  }
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item) => b.includes(item));
}

function samePermissions(a: NodeSurface['permissions'] = {}, b: NodeSurface['permissions'] = {}): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
