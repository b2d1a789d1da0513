// A check of `gatehouse doctor`: what it looks at, and what it reports.
import type { DoctorFacts } from './collect-facts.ts';

/** How serious a finding is. Only errors change the exit code. */
export type FindingLevel = 'ok' | 'note' | 'warning' | 'error';

/** One fact about this installation. */
export interface Finding {
  readonly level: FindingLevel;
  readonly text: string;
  /** What to do, as a command or a sentence. */
  readonly fix?: string;
}

/** A group of findings. */
export interface Check {
  readonly id: string;
  readonly title: string;
  /** Runs with `--security` only: it lists who and what has access. */
  readonly isSecurityOnly?: true;
  readonly run: (facts: DoctorFacts) => Promise<readonly Finding[]>;
}

/** Nothing to do. */
export function ok(text: string): Finding {
  return { level: 'ok', text };
}

/** Something to know. */
export function note(text: string, fix?: string): Finding {
  return toFinding('note', text, fix);
}

/** Something to improve. */
export function warning(text: string, fix?: string): Finding {
  return toFinding('warning', text, fix);
}

/** Something that doesn't work, or exposes data or the computer. */
export function problem(text: string, fix?: string): Finding {
  return toFinding('error', text, fix);
}

function toFinding(level: FindingLevel, text: string, fix: string | undefined): Finding {
  return fix === undefined ? { level, text } : { level, text, fix };
}
