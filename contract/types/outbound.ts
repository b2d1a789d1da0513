// Connections that leave this computer: who made them, and where they went.
import { Type, type Static } from 'typebox';

/** The parts of Gatehouse that open connections. */
export const CALLER_KINDS = ['provider', 'tool', 'channel', 'plugin', 'machine', 'gateway'] as const;

/** Who opened a connection. */
export const OutboundCaller = Type.Object(
  {
    kind: Type.Enum([...CALLER_KINDS]),
    /** The provider, tool, channel, plugin, or kind of machine; for the gateway, its task. */
    name: Type.String({ maxLength: 100 }),
    agentId: Type.Optional(Type.String({ maxLength: 100 })),
    sessionKey: Type.Optional(Type.String({ maxLength: 512 })),
  },
  { additionalProperties: false },
);
export type OutboundCaller = Static<typeof OutboundCaller>;

/** Connections to a destination, or of one caller to it. */
export interface OutboundTotals {
  /** Connections, and refused attempts. Attempts that failed in another way, such as to a server that isn't running, don't count. */
  readonly count: number;
  /** Attempts that were rejected: blocked, not allowed for the caller, or to a private address. */
  readonly refused: number;
  /** Bytes. */
  readonly sent: number;
  /** Bytes. */
  readonly received: number;
  /** Unix ms. */
  readonly firstAt: number;
  /** Unix ms. */
  readonly lastAt: number;
}

/** A destination, and who connected to it. */
export interface OutboundDestination extends OutboundTotals {
  /** As in a URL: an IPv6 address is in brackets. */
  readonly host: string;
  readonly port: number;
  readonly isBlocked: boolean;
  /** Latest first; at most 50. */
  readonly callers: readonly (OutboundTotals & { readonly caller: OutboundCaller })[];
}

/** A block. Without a port, it covers all ports of the host. */
export interface OutboundBlock {
  readonly host: string;
  readonly port?: number;
  /** Who blocked it. */
  readonly by: string;
  /** Unix ms. */
  readonly at: number;
}

/** Programs with a network of their own: their connections are neither known nor can they be blocked. */
export interface UntrackedPrograms {
  /** The kind of machine on which they ran. */
  readonly caller: OutboundCaller;
  /** Command lines, terminals, and image builds. */
  readonly count: number;
  /** Unix ms. */
  readonly firstAt: number;
  /** Unix ms. */
  readonly lastAt: number;
}

/** Periods of the ledger. `week`: the last 7 days. */
export const OUTBOUND_PERIODS = ['today', 'week', 'all'] as const;
export type OutboundPeriod = (typeof OUTBOUND_PERIODS)[number];

/** The outbound ledger. */
export interface OutboundList {
  /** Latest first. */
  readonly destinations: readonly OutboundDestination[];
  readonly totals: { readonly sent: number; readonly received: number; readonly count: number };
  readonly blocks: readonly OutboundBlock[];
  /** Latest first. */
  readonly untracked: readonly UntrackedPrograms[];
  /** More exist than were returned. */
  readonly isTruncated: boolean;
}

/** What a credential is for. Decides which requests get it. */
export const CREDENTIAL_USES = ['git', 'npm', 'http'] as const;
export type CredentialUse = (typeof CREDENTIAL_USES)[number];

/** A credential that the gateway adds to requests of machines, so that no machine holds it. The secret is never returned. */
export interface OutboundCredential {
  readonly id: string;
  /** Always reached with TLS. */
  readonly host: string;
  readonly port: number;
  /** Only paths within get it; `/` for all. */
  readonly path: string;
  readonly use: CredentialUse;
  /** `read`: no pushes, publishes, or other changes. */
  readonly access: 'read' | 'write';
  /** With a user name, the secret is sent as a password; without one, as a bearer token. */
  readonly user?: string;
  /** IDs of the agents whose machines may use it; empty for all. */
  readonly agents: readonly string[];
  /** Who stored it. */
  readonly by: string;
  /** Unix ms. */
  readonly at: number;
}
