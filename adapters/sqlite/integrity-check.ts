// Checks the whole database for damage in a worker thread.
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** Code of the worker. It is text, so that it works both in sources and in a bundle. */
const CHECK = `
const { workerData, parentPort } = require('node:worker_threads');
let findings;
try {
  const Database = require(workerData.driver);
  const database = new Database(workerData.path, { readonly: true, fileMustExist: true, timeout: 5000 });
  findings = database.pragma('quick_check(5)').map((row) => String(row.quick_check)).filter((text) => text !== 'ok');
  database.close();
} catch (error) {
  findings = /^SQLITE_(CORRUPT|NOTADB)/.test(error.code) ? [error.message] : undefined;
}
parentPort.postMessage(findings);
`;

/** Finds damage in a database file; undefined if it can't be checked now. */
export function checkIntegrity(path: string): Promise<readonly string[] | undefined> {
  const driver = createRequire(import.meta.url).resolve('better-sqlite3');
  return new Promise((resolve) => {
    const worker = new Worker(CHECK, { eval: true, workerData: { driver, path } });
    worker.unref();
    worker.once('message', (findings: readonly string[] | undefined) => resolve(findings));
    worker.once('error', () => resolve(undefined));
    worker.once('exit', () => resolve(undefined));
  });
}
