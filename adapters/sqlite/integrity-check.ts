// Checks the whole database for damage, and copies it if it is intact, in a worker thread.
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** Result of a check. */
export interface Inspection {
  /** Damage, empty if there is none. */
  readonly findings: readonly string[];
  /** Schema version of the complete, verified, and synced copy. */
  readonly copiedVersion?: number;
  /** Why there is no copy. */
  readonly copyError?: string;
}

/** Code of the worker. It is text, so that it works both in sources and in a bundle. */
const INSPECT = `
const { workerData: { driver, path, copy }, parentPort } = require('node:worker_threads');
const fs = require('node:fs');
const Database = require(driver);
const open = (file) => new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 });
const isDamage = (error) => /^SQLITE_(CORRUPT|NOTADB)/.test(error.code);

function check(file, pragma) {
  const database = open(file);
  try {
    return database.pragma(pragma).map((row) => String(Object.values(row)[0])).filter((text) => text !== 'ok');
  } finally {
    database.close();
  }
}

function makeCopy() {
  const database = open(path);
  let version;
  try {
    version = database.pragma('user_version', { simple: true });
    database.prepare('VACUUM INTO ?').run(copy);
  } finally {
    database.close();
  }
  const [finding] = check(copy, 'integrity_check(5)');
  if (finding !== undefined) throw new Error('the copy is damaged: ' + finding);
  const file = fs.openSync(copy, 'r+');
  fs.fsyncSync(file);
  fs.closeSync(file);
  return version;
}

function inspect() {
  let findings;
  try {
    findings = check(path, 'quick_check(5)');
  } catch (error) {
    return isDamage(error) ? { findings: [error.message] } : undefined;
  }
  if (findings.length > 0 || copy === undefined) return { findings };
  try {
    return { findings, copiedVersion: makeCopy() };
  } catch (error) {
    fs.rmSync(copy, { force: true });
    return isDamage(error) ? { findings: [error.message] } : { findings, copyError: error.message };
  }
}

parentPort.postMessage(inspect());
`;

/** Finds damage in a database file; undefined if it can't be checked now. An intact one is copied to `copy`, an empty file. */
export function checkIntegrity(path: string, copy?: string): Promise<Inspection | undefined> {
  const driver = createRequire(import.meta.url).resolve('better-sqlite3');
  return new Promise((resolve) => {
    const worker = new Worker(INSPECT, { eval: true, workerData: { driver, path, copy } });
    worker.unref();
    worker.once('message', (result: Inspection | undefined) => resolve(result));
    worker.once('error', () => resolve(undefined));
    worker.once('exit', () => resolve(undefined));
  });
}
