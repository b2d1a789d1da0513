// Attachments as clients send them.
import { describe, expect, it } from 'vitest';
import { MAX_ATTACHED_FILE_BYTES, MAX_PDF_BYTES, MAX_TEXT_FILE_BYTES } from '#contract/types/attachment-limits.ts';
import { GatewayError } from '#contract/wire/errors.ts';
import { SAMPLE_PNG } from '#tests/support/sample-image.ts';
import { readAttachments } from './attachments.ts';

const base64 = (content: string | Uint8Array): string => Buffer.from(content).toString('base64');
const PDF = base64('%PDF-1.7\n…');

function file(fileName: string, content: string, mimeType = '') {
  return { type: 'file', mimeType, fileName, content };
}

function refusal(attachment: object): GatewayError {
  try {
    readAttachments([attachment]);
  } catch (error) {
    if (error instanceof GatewayError) return error;
  }
  throw new Error('the attachment was accepted');
}

describe('attachments', () => {
  it('are images, text files, and PDF files, told apart by their content', () => {
    const { images, files } = readAttachments([
      { type: 'image', mimeType: 'image/png', content: SAMPLE_PNG },
      file('notes.txt', base64('Grüße\n'), 'text/plain'),
      file('data.json', `data:application/json;charset=utf-8;base64,${base64('{}')}`),
      file('report', PDF, 'application/octet-stream'),
      file('empty.md', ''),
    ]);
    expect(images).toEqual([{ type: 'image', mimeType: 'image/png', data: SAMPLE_PNG }]);
    expect(files).toEqual([
      { type: 'textFile', name: 'notes.txt', text: 'Grüße\n', bytes: 8 },
      { type: 'textFile', name: 'data.json', text: '{}', bytes: 2 },
      { type: 'pdf', name: 'report', data: PDF, bytes: 13 - 1 },
      { type: 'textFile', name: 'empty.md', text: '', bytes: 0 },
    ]);
  });

  it('have names without hidden characters', () => {
    expect(readAttachments([file('a\u202etxt.exe\n', base64('x'))]).files[0]?.name).toBe('atxt.exe');
  });

  it.each([
    ['a binary file', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0xff), 'application/zip', 'application/zip'],
    ['text with a zero byte', 'a\0b', 'text/plain', 'text/plain'],
    ['text in another encoding', Uint8Array.of(0x47, 0x72, 0xfc, 0xdf, 0x65), '', 'application/octet-stream'],
    ['a long text', 'x'.repeat(MAX_TEXT_FILE_BYTES + 1), 'text/plain\n', 'application/octet-stream'],
    ['a large PDF', `%PDF-1.7\n${'x'.repeat(MAX_PDF_BYTES)}`, 'application/pdf', 'application/pdf'],
  ])('of other types are kept as they are: %s', (_what, content, given, mimeType) => {
    const data = base64(content);
    const { files } = readAttachments([file('some.file', data, given)]);
    expect(files).toEqual([{ type: 'file', name: 'some.file', mimeType, data, bytes: content.length }]);
  });

  it.each([
    ['a large file', file('x.zip', base64(new Uint8Array(MAX_ATTACHED_FILE_BYTES + 1))), 'ATTACHMENT_TOO_LARGE'],
    ['content that is not base64', file('x.txt', 'not base64!'), 'ATTACHMENT_CONTENT'],
    ['a broken image', { mimeType: 'image/png', content: base64('no image') }, 'ATTACHMENT_CONTENT'],
  ])('reject %s with a hint', (_what, attachment, code) => {
    const { extras, message } = refusal(attachment);
    expect(extras.details?.code).toBe(code);
    expect(message).toMatch(/^Can't attach /);
    if (code !== 'ATTACHMENT_CONTENT') expect(extras.details?.hint).toContain('workspace');
  });
});
