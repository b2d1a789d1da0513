// Tickets for downloads: when they end.
import { expect, it } from 'vitest';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { DownloadTickets } from './download-tickets.ts';

const FILE = { sessionKey: 'agent:main:main', path: 'notes.md' };

function openTickets() {
  const clock = new ManualClock();
  const connection = { id: 'c1' };
  const connections = new Set([connection]);
  const tickets = new DownloadTickets<{ readonly id: string }>({
    now: () => clock.monotonic(),
    connections: () => connections,
  });
  return { clock, connection, connections, tickets };
}

it('are valid once', () => {
  const { tickets, connection } = openTickets();
  const ticket = tickets.create(FILE, connection);
  expect(tickets.redeem(`${ticket}x`)).toBeUndefined();
  expect(tickets.redeem(ticket)).toEqual(FILE);
  expect(tickets.redeem(ticket)).toBeUndefined();
});

it('end after a minute', async () => {
  const { tickets, connection, clock } = openTickets();
  const ticket = tickets.create(FILE, connection);
  await clock.advance(60_000);
  expect(tickets.redeem(ticket)).toBeUndefined();
});

it('end with the connection of their client', () => {
  const { tickets, connection, connections } = openTickets();
  const ticket = tickets.create(FILE, connection);
  connections.delete(connection);
  expect(tickets.redeem(ticket)).toBeUndefined();
});

it('replace the oldest ones if there are too many', () => {
  const { tickets, connection } = openTickets();
  const oldest = tickets.create(FILE, connection);
  const latest = Array.from({ length: 1_000 }, () => tickets.create(FILE, connection)).at(-1) ?? '';
  expect(tickets.redeem(oldest)).toBeUndefined();
  expect(tickets.redeem(latest)).toEqual(FILE);
});
