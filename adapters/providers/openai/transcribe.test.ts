// Recordings over the wire of OpenAI's transcription API. Proves: MD-6
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Secret } from '#core/ports/secrets.ts';
import { compatibleProvider } from './provider.ts';

const RECORDING = { name: 'voice.ogg', mimeType: 'audio/ogg', bytes: new Uint8Array([0x4f, 0x67, 0x67, 0x53, 0, 255]) };

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly form: FormData;
}

let received: Received[] = [];
let answer = { status: 200, body: JSON.stringify({ text: 'Good morning.' }) };
const server = createServer((request, response) => {
  void (async () => {
    const body = await buffer(request);
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const form = await new Response(new Uint8Array(body), { headers }).formData();
    received.push({ path: request.url ?? '', headers: request.headers, form });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  })();
});
beforeEach(async () => {
  received = [];
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

async function transcribe(signal = AbortSignal.timeout(20_000)): Promise<string | undefined> {
  const { port } = server.address() as AddressInfo;
  const provider = compatibleProvider.create({
    id: 'compatible',
    apiKey: new Secret('sk-test-0123456789'),
    baseUrl: `http://127.0.0.1:${port}`,
    idleTimeoutMs: () => 20_000,
  });
  return provider.transcribe?.(RECORDING, 'whisper-1', signal);
}

it('sends the recording as a form with its name, type, and model, and returns the words', async () => {
  answer = { status: 200, body: JSON.stringify({ text: 'Good morning.' }) };
  expect(await transcribe()).toBe('Good morning.');
  const [request] = received;
  expect(request).toMatchObject({ path: '/v1/audio/transcriptions' });
  expect(request?.headers.authorization).toBe('Bearer sk-test-0123456789');
  expect(request?.form.get('model')).toBe('whisper-1');
  const file = request?.form.get('file');
  if (!(file instanceof File)) throw new Error('There is no file.');
  expect({ name: file.name, type: file.type }).toEqual({ name: 'voice.ogg', type: 'audio/ogg' });
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(RECORDING.bytes);
});

it('says what to do when the server rejects it, without the key', async () => {
  answer = { status: 401, body: JSON.stringify({ error: { message: 'Bad key sk-test-0123456789' } }) };
  await expect(transcribe()).rejects.toThrow(
    'The OpenAI-compatible server rejected the API key. Enter a valid key in Settings → Providers.',
  );
});

it('says that the model is missing when the server does not know it', async () => {
  answer = { status: 404, body: JSON.stringify({ error: { message: 'no such model' } }) };
  await expect(transcribe()).rejects.toThrow('has no model “whisper-1”');
});
