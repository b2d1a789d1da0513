// Renders the result of the kill test as a page.
import type { RepositoryCounts } from './repository-ledger.ts';

const SHOWN_FINDINGS = 20;
const MAX_FINDING_CHARS = 600;

/** Result of the kill test. */
export interface KillReport {
  readonly points: number;
  readonly seed: number;
  readonly byTrigger: Readonly<Record<string, number>>;
  /** Kills at the planned event. The others happened at the time limit. */
  readonly hits: number;
  readonly counts: {
    readonly messages: number;
    readonly events: number;
    readonly answers: number;
    readonly resumed: number;
    readonly files: number;
    readonly uploads: number;
    readonly worktrees: RepositoryCounts;
    readonly settings: number;
    readonly effects: number;
    readonly sessions: number;
    /** Commands executed in containers. They are among the effects. */
    readonly inContainers: number;
    /** Containers that existed when their host was killed. */
    readonly orphaned: number;
  };
  /** Why no commands ran in containers. */
  readonly withoutContainers?: string;
  /** From the kill to the start of the next host. Its end may not have been noticed yet. */
  readonly startDelayMs: readonly number[];
  /** From the kill to the first `health` response of the next host. */
  readonly readyMs: readonly number[];
  readonly lost: readonly string[];
  readonly twice: readonly string[];
  readonly stuck: readonly string[];
}

/** The text of the page. */
export function reportAsMarkdown(report: KillReport): string {
  const { counts, startDelayMs, readyMs, lost, twice, stuck } = report;
  const rows: readonly (readonly [string, string | number])[] = [
    ['kills (SIGKILL)', report.points],
    ['kills at the selected moment', report.hits],
    ['acknowledged messages', counts.messages],
    ['events received by clients', counts.events],
    ['acknowledged approval answers', counts.answers],
    ['approvals pending at a kill and answered afterward', counts.resumed],
    ['acknowledged file writes', counts.files],
    ['finished uploads', counts.uploads],
    [
      'worktrees created / restored / deleted',
      `${counts.worktrees.created} / ${counts.worktrees.restored} / ${counts.worktrees.purged}`,
    ],
    ['commits', counts.worktrees.committed],
    ['merges', counts.worktrees.merged],
    ['merges that stopped at conflicts', counts.worktrees.conflicted],
    ['decisions on changes / undone', `${counts.worktrees.decided} / ${counts.worktrees.undone}`],
    ['decisions and merges that a kill left unanswered, and that are there', counts.worktrees.recovered],
    ['commands executed', counts.effects],
    ['of these, in containers', report.withoutContainers === undefined ? counts.inContainers : 'none: no engine'],
    ['containers that existed at a kill, gone after the next start', counts.orphaned],
    ['sessions', counts.sessions],
    ['from the kill to the next start, median / p95 / maximum', timesOf(startDelayMs)],
    ['from the kill to the first `health` of the next host, median / p95 / maximum', timesOf(readyMs)],
    ['**lost**', `**${lost.length}**`],
    ['**ran twice**', `**${twice.length}**`],
    ['**stuck**', `**${stuck.length}**`],
  ];
  const triggers = Object.entries(report.byTrigger).map(([trigger, count]) => `| ${trigger} | ${count} |`);
  return [
    '# Kill test',
    '',
    'The host is killed repeatedly with SIGKILL while clients use it over a WebSocket: messages, streams, commands (including in terminals and in containers), approvals, titles, settings, files, uploads, worktrees, commits, merges, and decisions on changes. Half of the kills also end the programs that the host has started. All kills use the same home folder. The next host is started immediately after each kill, when the killed process may still exist; it must start. Then everything acknowledged so far is compared with the stored data: a decision or merge that the host answered must be there, and one without an answer must be there completely or not at all. No lock of git, temporary file, incomplete upload, or folder of an unknown worktree may be left. After the last kill, worktrees are changed, reviewed, and merged once more. Run `npm run test:kill` to repeat the test.',
    '',
    `Seed: ${report.seed}`,
    '',
    '| | |',
    '|---|---|',
    ...rows.map(([name, value]) => `| ${name} | ${value} |`),
    '',
    'Kills by the event they followed:',
    '',
    '| Event | Kills |',
    '|---|---|',
    ...triggers,
    '',
    ...findings('Lost', lost),
    ...findings('Twice', twice),
    ...findings('Stuck', stuck),
  ].join('\n');
}

function findings(title: string, all: readonly string[]): readonly string[] {
  if (all.length === 0) return [];
  return [
    `## ${title}`,
    '',
    ...all.slice(0, SHOWN_FINDINGS).map((finding) => `- ${finding.slice(0, MAX_FINDING_CHARS)}`),
    '',
  ];
}

function timesOf(values: readonly number[]): string {
  return `${percentile(values, 0.5)} / ${percentile(values, 0.95)} / ${percentile(values, 1)} ms`;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
