// Reports about crashes of windows and helper processes, in a folder on this computer. Nothing is sent anywhere.
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, crashReporter, type WebContents } from 'electron';

/** Reports that are kept. */
const MAX_REPORTS = 20;
/** A window that crashes again this soon isn't reloaded: ms. */
const RELOAD_PAUSE_MS = 30_000;
const ENDED = new Set(['clean-exit', 'killed']);

interface Crash {
  readonly process: string;
  readonly reason: string;
  readonly exitCode: number;
}

/** Writes a report for each crash to `folder`, and reloads a window that crashed. */
export function keepCrashReports(folder: string, version: string): void {
  app.setPath('crashDumps', join(folder, 'dumps'));
  crashReporter.start({ uploadToServer: false });
  const report = (crash: Crash): void => {
    if (!ENDED.has(crash.reason)) writeReport(folder, { ...crash, version, platform: process.platform });
  };
  let reloadedAt = Number.NEGATIVE_INFINITY;
  app.on('render-process-gone', (_event, contents: WebContents, { reason, exitCode }) => {
    report({ process: 'window', reason, exitCode });
    const now = performance.now();
    if (ENDED.has(reason) || contents.isDestroyed() || now - reloadedAt < RELOAD_PAUSE_MS) return;
    reloadedAt = now;
    contents.reload();
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => report({ process: type, reason, exitCode }));
}

function writeReport(folder: string, report: object): void {
  const at = new Date().toISOString();
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const reports = readdirSync(folder).filter((name) => name.endsWith('.json'));
    for (const old of reports.toSorted().slice(0, -(MAX_REPORTS - 1))) rmSync(join(folder, old));
    const text = `${JSON.stringify({ at, ...report }, undefined, 2)}\n`;
    const name = `${at.replaceAll(':', '-')}-${randomUUID().slice(0, 8)}.json`;
    writeFileSync(join(folder, name), text, { mode: 0o600 });
  } catch (error) {
    process.stderr.write(`gatehouse: couldn't write a crash report: ${String(error)}\n`);
  }
}
