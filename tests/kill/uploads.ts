// The workload of uploads over HTTP: parts are sent, and after a kill, uploads continue where the host says.
import { readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { Ledger, UploadLedger } from './ledger.ts';
import type { Random } from './random.ts';
import type { Day, HttpHost } from './day.ts';
import { pause, step } from './step.ts';
import { workspaceOf } from './workspaces.ts';

const MAX_UPLOADS = 12;
const KEPT_MS = 25 * 60 * 60_000;
const PARTS = 4;
const MIN_BYTES = 20_000;
const MAX_BYTES = 2_500_000;

/** Sends a request. */
export function callHttp(
  { origin, token }: HttpHost,
  verb: string,
  path: string,
  options: { readonly body?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Response> {
  return fetch(`${origin}${path}`, {
    method: verb,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...options.headers },
    ...(options.body === undefined ? {} : { body: options.body }),
  });
}

/** Continues earlier uploads, and starts others, until the kill. */
export async function liveUploads(day: Day, host: HttpHost): Promise<void> {
  const key = `agent:main:${day.name}-uploads`;
  await step(day, () => day.client.request('sessions.create', { key }));
  for (const upload of day.ledger.uploads) await step(day, () => sendRest(day, host, upload));
  for (let number = 0; !day.signal.aborted && number < MAX_UPLOADS; number += 1) {
    await step(day, async () => {
      const upload = await startUpload(day, host, key, `uploads/${day.name}-${number}.txt`);
      // Some are left for later.
      if (day.random.chance(0.85)) await sendRest(day, host, upload);
      else await sendPart(day, host, upload, upload.text.length / 2);
    });
    await pause(day, day.random.between(0, 30));
  }
}

async function startUpload(day: Day, host: HttpHost, sessionKey: string, path: string): Promise<UploadLedger> {
  const text = makeText(path, day.random);
  day.hit('uploading');
  const response = await callHttp(host, 'POST', '/files/upload', {
    body: JSON.stringify({ sessionKey, path, size: text.length }),
  });
  if (response.status !== 201) throw new Error(`an upload was refused: ${response.status} ${await response.text()}`);
  const upload: UploadLedger = {
    location: response.headers.get('location') ?? '',
    file: join(workspaceOf(day.workspaces, sessionKey), path),
    text,
    acknowledged: 0,
    sent: 0,
  };
  day.ledger.uploads.add(upload);
  return upload;
}

function makeText(name: string, random: Random): string {
  const line = `${name} ${random.integer(1_000_000)}\n`;
  return line.repeat(Math.ceil(random.between(MIN_BYTES, MAX_BYTES) / line.length));
}

async function sendRest(day: Day, host: HttpHost, upload: UploadLedger): Promise<void> {
  const size = Math.ceil(upload.text.length / PARTS);
  while (day.ledger.uploads.has(upload) && !day.signal.aborted) await sendPart(day, host, upload, size);
}

async function sendPart(day: Day, host: HttpHost, upload: UploadLedger, size: number): Promise<void> {
  const end = Math.min(upload.text.length, upload.acknowledged + Math.ceil(size));
  upload.sent = Math.max(upload.sent, end);
  day.hit('uploading');
  await sendBytes(day.ledger, host, upload, end);
}

/** Sends the bytes up to `end`. The last ones finish the upload. */
async function sendBytes(ledger: Ledger, host: HttpHost, upload: UploadLedger, end: number): Promise<void> {
  const response = await callHttp(host, 'PATCH', upload.location, {
    body: upload.text.slice(upload.acknowledged, end),
    headers: { 'Upload-Offset': String(upload.acknowledged), 'Content-Type': 'application/octet-stream' },
  });
  if (response.status !== 200) throw new Error(`a part was refused: ${response.status} ${await response.text()}`);
  upload.acknowledged = end;
  if (end === upload.text.length) finish(ledger, upload);
}

function finish(ledger: Ledger, upload: UploadLedger): void {
  ledger.uploads.delete(upload);
  ledger.files.set(upload.file, upload.text);
  ledger.uploaded += 1;
}

/** After a restart: what was acknowledged has arrived, and an upload that is gone was written completely. */
export async function checkUploads(ledger: Ledger, host: HttpHost, lost: string[]): Promise<void> {
  for (const upload of ledger.uploads) {
    const { location, text, acknowledged, sent, file } = upload;
    const { status, headers } = await callHttp(host, 'HEAD', location);
    const offset = Number(headers.get('upload-offset'));
    if (status === 404 && sent === text.length && readOrNothing(file) === text) finish(ledger, upload);
    else if (status !== 204 || offset < acknowledged || offset > sent) {
      ledger.uploads.delete(upload);
      lost.push(`upload ${location}: ${status}, ${offset} bytes, but ${acknowledged} to ${sent} were sent`);
    } else upload.acknowledged = offset;
  }
}

/** Finishes all uploads. */
export async function finishUploads(ledger: Ledger, host: HttpHost): Promise<void> {
  for (const upload of ledger.uploads) await sendBytes(ledger, host, upload, upload.text.length);
}

/** Leaves a part of an upload that nobody continues. */
export async function abandonUpload(host: HttpHost, sessionKey: string): Promise<void> {
  const body = JSON.stringify({ sessionKey, path: 'uploads/abandoned.txt', size: MIN_BYTES });
  const started = await callHttp(host, 'POST', '/files/upload', { body });
  const headers = { 'Upload-Offset': '0', 'Content-Type': 'application/octet-stream' };
  await callHttp(host, 'PATCH', started.headers.get('location') ?? '', { body: 'a part', headers });
}

/** Makes all uploads look as if nothing was added to them for longer than they are kept. Returns how many files there are. */
export function ageUploads(home: string): number {
  const folder = join(home, 'uploads');
  const names = readdirSync(folder);
  const at = (Date.now() - KEPT_MS) / 1000;
  for (const name of names) utimesSync(join(folder, name), at, at);
  return names.length;
}

function readOrNothing(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The caller checks for a missing file.
    return undefined;
  }
}
