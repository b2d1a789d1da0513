// Renders the result of the kill test of channels as a page.
import type { ChatFindings, Duplicates } from './chat-ledger.ts';

const SHOWN_FINDINGS = 20;

/** The result. */
export interface ChannelKillReport extends ChatFindings {
  readonly points: number;
  readonly seed: number;
  readonly networks: readonly {
    readonly title: string;
    /** Whether the network recognizes a repeated send. */
    readonly keys: boolean;
    readonly messages: number;
    readonly duplicates: Duplicates;
  }[];
}

/** Anything that must not happen. Where sends have keys, none may be repeated. */
export function countProblems({ lost, handledTwice, outOfOrder, stuck, networks }: ChannelKillReport): number {
  const repeated = networks.filter(({ keys, duplicates }) => keys && duplicates.total > 0).length;
  return lost.length + handledTwice.length + outOfOrder.length + stuck.length + repeated;
}

/** The text of the page. */
export function channelReportAsMarkdown(report: ChannelKillReport): string {
  const { points, seed, networks, lost, handledTwice, outOfOrder, stuck } = report;
  const messages = networks.reduce((sum, network) => sum + network.messages, 0);
  return [
    '# Kill test of channels',
    '',
    'People write to their agent on every network at once while the host is killed with SIGKILL at random moments: while it starts, connects, receives, calls the model, and sends. They also write while no host runs. Each network is a local server that speaks its protocol. All kills use the same home folder. After the last kill, every message must be in its session exactly once and have an answer, in the order of its chat. A kill between a send and its confirmation can make Gatehouse send an answer again; networks that recognize repeats (keys) must show none twice. Run `npm run test:kill -- --channels` to repeat the test.',
    '',
    `Seed: ${seed}`,
    '',
    '| | |',
    '|---|---|',
    `| kills (SIGKILL) | ${points} |`,
    `| messages of people | ${messages} |`,
    `| **lost** | **${lost.length}** |`,
    `| **handled twice** | **${handledTwice.length}** |`,
    `| **out of order** | **${outOfOrder.length}** |`,
    `| **stuck** | **${stuck.length}** |`,
    '',
    '| Network | Messages | Keys | Answers sent again | Most for one message |',
    '|---|---:|---|---:|---:|',
    ...networks.map(
      ({ title, messages: count, keys, duplicates: { total, most } }) =>
        `| ${title} | ${count} | ${keys ? 'yes' : 'no'} | ${total} | ${most} |`,
    ),
    '',
    ...list('Lost', lost),
    ...list('Handled twice', handledTwice),
    ...list('Out of order', outOfOrder),
    ...list('Stuck', stuck),
  ].join('\n');
}

function list(title: string, findings: readonly string[]): readonly string[] {
  if (findings.length === 0) return [];
  return [`## ${title}`, '', ...findings.slice(0, SHOWN_FINDINGS).map((finding) => `- ${finding}`), ''];
}
