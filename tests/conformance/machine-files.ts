// Conformance suite of the machine port, files.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openForEachTest, type MachineUnderTest } from './machine-under-test.ts';

const LIMIT = 1024 * 1024;

/** Registers the suite. */
export function machineFilesConformance(name: string, open: MachineUnderTest): void {
  describe(`${name}: files`, () => {
    const { machine } = openForEachTest(open);

    it('reads what was written, with its hash', async () => {
      const written = await machine().write('notes/ü.txt', 'grüße\n');
      const read = await machine().read('notes/ü.txt', LIMIT);
      expect(read.text).toBe('grüße\n');
      expect(read.hash).toBe(written.hash);
      expect(read.hash).toBe(createHash('sha256').update('grüße\n').digest('hex'));
      expect(read.stat).toMatchObject({ path: 'notes/ü.txt', kind: 'file', size: 8 });
    });

    it('returns text with its byte order mark', async () => {
      await machine().write('marked.txt', '\ufeffa\r\n');
      expect((await machine().read('marked.txt', LIMIT)).text).toBe('\ufeffa\r\n');
    });

    it('accepts absolute paths inside the workspace', async () => {
      await machine().write(`${machine().workspace}/a.txt`, 'a');
      expect((await machine().stat(`${machine().workspace}/a.txt`)).path).toBe('a.txt');
    });

    it('reports errors with a code', async () => {
      await machine().write('file', 'x');
      await machine().makeFolder('folder');
      await expect(machine().read('none', LIMIT)).rejects.toMatchObject({ code: 'not-found' });
      await expect(machine().read('folder', LIMIT)).rejects.toMatchObject({ code: 'not-a-file' });
      await expect(machine().list('file')).rejects.toMatchObject({ code: 'not-a-folder' });
      await expect(machine().read('file/below', LIMIT)).rejects.toMatchObject({ code: 'not-a-folder' });
      await expect(machine().write('folder', 'x')).rejects.toMatchObject({ code: 'not-a-file' });
    });

    it('limits the size of a read', async () => {
      await machine().write('large', 'x'.repeat(1001));
      await expect(machine().read('large', 1000)).rejects.toMatchObject({ code: 'too-large' });
      expect((await machine().read('large', 1001)).bytes.length).toBe(1001);
    });

    it('reads parts of a file', async () => {
      await machine().write('parts', '0123456789');
      const read = async (start: number, length: number) => {
        const { stat, bytes } = await machine().readPart('parts', start, length);
        expect(stat).toMatchObject({ path: 'parts', size: 10 });
        return Buffer.from(bytes).toString();
      };
      expect(await read(0, 4)).toBe('0123');
      expect(await read(7, 100)).toBe('789');
      expect(await read(10, 5)).toBe('');
      expect(await read(50, 5)).toBe('');
      await expect(machine().readPart('none', 0, 1)).rejects.toMatchObject({ code: 'not-found' });
      await expect(machine().readPart('.', 0, 1)).rejects.toMatchObject({ code: 'not-a-file' });
    });

    it('writes a stream as a whole, and nothing if it fails', async () => {
      const chunks = Array.from({ length: 40 }, (_, index) => Buffer.alloc(10_000, index));
      const written = await machine().write('stream', Readable.from(chunks), '');
      expect(written).toMatchObject({ path: 'stream', size: 400_000 });
      const read = await machine().read('stream', LIMIT);
      expect(read.hash).toBe(written.hash);
      expect(Buffer.from(read.bytes).equals(Buffer.concat(chunks))).toBe(true);
      async function* broken() {
        yield Buffer.from('new');
        throw new Error('the source broke');
      }
      await expect(machine().write('stream', broken())).rejects.toThrow('the source broke');
      await expect(machine().write('other', broken())).rejects.toThrow('the source broke');
      expect((await machine().read('stream', LIMIT)).hash).toBe(written.hash);
      expect((await machine().list('.')).map(({ path }) => path)).toEqual(['stream']);
    });

    it('lists part of a folder in the order of the whole one', async () => {
      for (const name of ['b', 'a', 'c']) await machine().write(name, '');
      await machine().makeFolder('z');
      const list = async (start: number, limit: number) =>
        (await machine().list('.', { start, limit })).map(({ path }) => path);
      expect(await list(0, 2)).toEqual(['z', 'a']);
      expect(await list(2, 2)).toEqual(['b', 'c']);
      expect(await list(4, 2)).toEqual([]);
    });

    it('returns bytes and no text for a binary file', async () => {
      for (const bytes of [
        new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1]),
        new Uint8Array([0xff, 0xfe, 0x41]),
        new Uint8Array([0x41, 0x80]),
      ]) {
        await machine().write('binary', bytes);
        const read = await machine().read('binary', LIMIT);
        expect(read.text).toBeUndefined();
        expect([...read.bytes]).toEqual([...bytes]);
      }
    });

    it('rejects a write if the file changed since it was read', async () => {
      const first = await machine().write('a', 'one');
      await machine().write('a', 'two');
      await expect(machine().write('a', 'three', first.hash)).rejects.toMatchObject({ code: 'changed' });
      expect((await machine().read('a', LIMIT)).text).toBe('two');
      await expect(machine().write('gone', 'x', first.hash)).rejects.toMatchObject({ code: 'changed' });
    });

    it('creates a file with an empty hash only if it does not exist', async () => {
      await machine().write('new', 'one', '');
      await expect(machine().write('new', 'two', '')).rejects.toMatchObject({ code: 'exists' });
      const results = await Promise.allSettled(
        Array.from({ length: 8 }, (_, index) => machine().write('race', String(index), '')),
      );
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    });

    it('lists folders first, then by name', async () => {
      await machine().write('b.txt', '1');
      await machine().write('a.txt', '22');
      await machine().makeFolder('z');
      await machine().makeFolder('z');
      expect((await machine().list('.')).map((entry) => [entry.path, entry.kind, entry.size])).toEqual([
        ['z', 'directory', 0],
        ['a.txt', 'file', 2],
        ['b.txt', 'file', 1],
      ]);
      expect((await machine().list('')).length).toBe(3);
    });

    it('renames without replacing', async () => {
      await machine().write('a', 'a');
      await machine().write('b', 'b');
      await expect(machine().rename('a', 'b')).rejects.toMatchObject({ code: 'exists' });
      await machine().rename('a', 'deep/c');
      expect((await machine().read('deep/c', LIMIT)).text).toBe('a');
      await machine().rename('deep', 'other');
      expect((await machine().read('other/c', LIMIT)).text).toBe('a');
      await expect(machine().rename('other', 'other/inside')).rejects.toMatchObject({ code: 'exists' });
      await expect(machine().rename('none', 'x')).rejects.toMatchObject({ code: 'not-found' });
    });

    it('removes files and folders with everything in them', async () => {
      await machine().write('folder/deep/a', 'a');
      await machine().write('b', 'b');
      await machine().remove('folder');
      await machine().remove('b');
      expect(await machine().list('.')).toEqual([]);
      await expect(machine().remove('b')).rejects.toMatchObject({ code: 'not-found' });
    });

    it('rejects paths outside the workspace', async () => {
      for (const file of ['..', '../x', 'a/../../x', '/etc/passwd', '/']) {
        await expect(machine().read(file, LIMIT), file).rejects.toMatchObject({ code: 'outside-workspace' });
        await expect(machine().write(file, 'x'), file).rejects.toMatchObject({ code: 'outside-workspace' });
      }
    });
  });
}
