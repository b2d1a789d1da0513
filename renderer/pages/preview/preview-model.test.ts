import { describe, expect, it } from 'vitest';
import type { OpenPreview } from '#contract/types/preview.ts';
import { findAddress } from '../../state/preview-request.ts';
import { PreviewModel } from './preview-model.ts';

const ORIGIN = 'http://127.0.0.1:4000';
const OPENED: OpenPreview = { id: 'a', port: 5173, origin: ORIGIN, url: `${ORIGIN}/open#ticket`, isListening: true };

/** A model whose gateway gives these answers, one after another. */
function start(...answers: readonly (Partial<OpenPreview> | Error)[]) {
  const left = [...answers];
  const calls: number[] = [];
  const request = async (port: number): Promise<OpenPreview> => {
    calls.push(port);
    const answer = left.shift();
    if (answer instanceof Error) throw answer;
    return { ...OPENED, ...answer };
  };
  return { model: new PreviewModel(request), calls };
}

describe('the preview pane', () => {
  it('opens a path of a port with a ticket', async () => {
    const { model, calls } = start({});
    await model.open({ port: 5173, path: '/a?b=1' });
    expect(calls).toEqual([5173]);
    expect(model.store.getState()).toMatchObject({
      kind: 'open',
      path: '/a?b=1',
      address: `${OPENED.url}&%2Fa%3Fb%3D1`,
    });
  });

  it('waits while nothing listens, and shows why a port cannot be reached', async () => {
    const { model } = start(
      { isListening: false },
      { isListening: false, problem: 'No program forwards.' },
      new Error('Gone.'),
    );
    await model.open({ port: 5173, path: '/' });
    expect(model.store.getState()).toEqual({ kind: 'waiting', port: 5173 });
    await model.open({ port: 5173, path: '/' });
    expect(model.store.getState()).toMatchObject({ kind: 'failed', message: 'No program forwards.' });
    await model.open({ port: 5173, path: '/' });
    expect(model.store.getState()).toMatchObject({ kind: 'failed', message: 'Gone.' });
    model.choose();
    expect(model.store.getState()).toEqual({ kind: 'choosing' });
  });

  it('follows the paths that pages report, and goes back', async () => {
    const { model } = start({});
    await model.open({ port: 5173, path: '/' });
    model.report('/two');
    model.go('three');
    expect(model.store.getState()).toMatchObject({ path: '/three', back: ['/', '/two'], address: `${ORIGIN}/three` });
    model.goBack();
    expect(model.store.getState()).toMatchObject({ path: '/two', back: ['/'], load: 2 });
  });

  it('accepts only paths from a page', async () => {
    const { model } = start({});
    await model.open({ port: 5173, path: '/' });
    for (const path of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      { path: '/a' },
      `/${'x'.repeat(3_000)}`,
    ])
      model.report(path);
    expect(model.store.getState()).toMatchObject({ path: '/', back: [] });
    model.go('//evil.example');
    expect(model.store.getState()).toMatchObject({ address: `${ORIGIN}/` });
  });
});

it.each([
  ['  ➜  Local:   http://localhost:5173/', { port: 5173, path: '/' }],
  ['Listening on http://0.0.0.0:8000', { port: 8000, path: '/' }],
  ['Serving HTTP on [::1] (http://[::1]:9000/docs) ...', { port: 9000, path: '/docs' }],
  ['see https://example.com:443/', undefined],
  ['http://localhost:99999/', undefined],
  ['http://localhost', undefined],
])('finds the address in %j', (line, address) => {
  const found = findAddress(line);
  expect(found && { port: found.port, path: found.path }).toEqual(address);
});
