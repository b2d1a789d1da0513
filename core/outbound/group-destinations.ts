// Groups the rows of the ledger by destination.
import type {
  OutboundCaller,
  OutboundDestination,
  OutboundTotals,
  UntrackedPrograms,
} from '#contract/types/outbound.ts';
import { defined } from '#contract/types/defined.ts';
import type { Destination } from '../ports/outbound-ledger.ts';
import type { OutboundRecord } from '../ports/outbound-store.ts';

/** The destination of programs that can't be tracked. No host has this name. */
export const UNTRACKED: Destination = { host: '*', port: 0 };
/** Destinations in a list. */
export const MAX_DESTINATIONS = 500;
const MAX_CALLERS = 50;

/** Totals of one caller and destination. */
type Row = Omit<OutboundRecord, 'day'>;

/** Which rows to list. */
export interface OutboundFilter {
  /** A part of a host, caller, agent, or session, ignoring case. */
  readonly search?: string;
  readonly kind?: OutboundCaller['kind'];
}

interface Grouping extends OutboundFilter {
  readonly isBlocked: (destination: Destination) => boolean;
}

/** Groups rows, which are sorted with the latest first. */
export function groupDestinations(
  rows: readonly Row[],
  { search = '', kind, isBlocked }: Grouping,
): readonly OutboundDestination[] {
  const groups = Map.groupBy(
    rows.filter((row) => !isUntracked(row) && matches(row, { search, ...defined({ kind }) })),
    ({ destination: { host, port } }) => `${host}:${port}`,
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const callers = group.slice(0, MAX_CALLERS).map(({ destination: _destination, ...row }) => row);
    return [{ ...first.destination, ...sumTotals(group), isBlocked: isBlocked(first.destination), callers }];
  });
}

/** The programs that can't be tracked, by caller. */
export function listUntracked(rows: readonly Row[], filter: OutboundFilter): readonly UntrackedPrograms[] {
  const found = rows.filter((row) => isUntracked(row) && matches(row, filter));
  return found.map(({ caller, count, firstAt, lastAt }) => ({ caller, count, firstAt, lastAt }));
}

function isUntracked({ destination }: Row): boolean {
  return destination.host === UNTRACKED.host;
}

function matches(row: Row, { search = '', kind }: OutboundFilter): boolean {
  return (kind === undefined || row.caller.kind === kind) && toText(row).includes(search.trim().toLowerCase());
}

function toText({ caller, destination: { host, port } }: Row): string {
  const { kind, name, agentId = '', sessionKey = '' } = caller;
  return `${host}:${port} ${kind} ${name} ${agentId} ${sessionKey}`.toLowerCase();
}

function sumTotals(rows: readonly OutboundTotals[]): OutboundTotals {
  const sum = (field: 'count' | 'refused' | 'sent' | 'received') => rows.reduce((total, row) => total + row[field], 0);
  return {
    count: sum('count'),
    refused: sum('refused'),
    sent: sum('sent'),
    received: sum('received'),
    firstAt: Math.min(...rows.map(({ firstAt }) => firstAt)),
    lastAt: Math.max(...rows.map(({ lastAt }) => lastAt)),
  };
}
