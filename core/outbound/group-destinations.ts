// Groups the rows of the ledger by destination.
import type { OutboundCaller, OutboundDestination, OutboundTotals } from '#contract/types/outbound.ts';
import type { Destination } from '../ports/outbound-ledger.ts';
import type { OutboundRecord } from '../ports/outbound-store.ts';

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
  const words = search.trim().toLowerCase();
  const groups = Map.groupBy(
    rows.filter((row) => (kind === undefined || row.caller.kind === kind) && toText(row).includes(words)),
    ({ destination: { host, port } }) => `${host}:${port}`,
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const callers = group.slice(0, MAX_CALLERS).map(({ destination: _destination, ...row }) => row);
    return [{ ...first.destination, ...sumTotals(group), isBlocked: isBlocked(first.destination), callers }];
  });
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
