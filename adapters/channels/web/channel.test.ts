// Proves: CN-12
import { describe, expect, it } from 'vitest';
import { WEB_CHAT_LIMITS } from '#contract/types/web-chat.ts';
import type { ChannelEvent } from '#core/ports/channel.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { openWebChat, plainText } from '#tests/support/web-chat/stage.ts';
import { toNodes } from './to-nodes.ts';

const { signal } = new AbortController();

describe('links to web chat', () => {
  it('are found by their token until they are revoked, and the store has no token', async () => {
    const { channel, records, link, token, start } = await openWebChat();
    await start();
    expect(channel.findLink(token)).toEqual(link);
    expect(channel.findLink(`${token.slice(0, -1)}x`)).toBeUndefined();
    expect(JSON.stringify(await records.list(''))).not.toContain(token);
    await channel.revokeLink(link.id);
    expect(channel.findLink(token)).toBeUndefined();
    expect(channel.links()).toMatchObject([{ id: link.id, revokedAtMs: expect.any(Number) }]);
  });

  it('end with their time, and only so many can be active', async () => {
    const clock = new ManualClock();
    const { channel, token, start, request } = await openWebChat({ clock });
    await start();
    for (let n = 1; n < WEB_CHAT_LIMITS.active; n += 1) await channel.createLink(request);
    await expect(channel.createLink(request)).rejects.toMatchObject({ code: 'rejected' });
    clock.elapse(request.expiresInMs + 1);
    expect(channel.findLink(token)).toBeUndefined();
    await channel.createLink(request);
  });

  it('open chats with their agent for their visitors only', async () => {
    const { channel, addVisitor, link, start } = await openWebChat();
    await start();
    const { id } = await addVisitor();
    expect(channel.openChats()).toEqual([{ chat: `${link.id}.${id}`, agent: 'main' }]);
    await channel.revokeLink(link.id);
    expect(channel.openChats()).toEqual([]);
    const message = { to: { chatId: `${link.id}.${id}` }, key: 'k', markdown: 'Too late' };
    await expect(channel.send(message, signal)).rejects.toMatchObject({ code: 'rejected' });
  });

  it('and chats are the same after a restart', async () => {
    const stage = await openWebChat();
    await stage.start();
    const ada = await stage.addVisitor();
    await stage.channel.say(ada, { id: 'first', text: 'Hello' });
    await stage.channel.send({ to: { chatId: `${ada.linkId}.${ada.id}` }, key: 'k', markdown: 'Hi' }, signal);
    await stage.channel.stop();
    const again = stage.reopen();
    again.start(async () => undefined);
    await expect.poll(() => again.findLink(stage.token)).toBeDefined();
    const { messages, isComplete } = await again.read(ada, 'other-process.7', signal);
    expect(isComplete).toBe(true);
    expect(messages.map(({ content }) => plainText(content))).toEqual(['Hello', 'Hi']);
    await again.stop();
  });
});

describe('a chat of a visitor', () => {
  it('waits for what is new, and gives only that', async () => {
    const { channel, addVisitor, start } = await openWebChat();
    await start();
    const ada = await addVisitor();
    const to = { chatId: `${ada.linkId}.${ada.id}` };
    const { cursor } = await channel.read(ada, undefined, signal);
    const reading = channel.read(ada, cursor, signal);
    await channel.send({ to, key: 'k', markdown: 'one' }, signal);
    const update = await reading;
    expect([update.isComplete, update.messages.map(({ id }) => id)]).toEqual([false, ['k']]);
    await channel.act({ kind: 'typing', to }, signal);
    expect(await channel.read(ada, update.cursor, signal)).toMatchObject({ isTyping: true, messages: [] });
    const ended = new AbortController();
    const waiting = channel.read(ada, (await channel.read(ada, update.cursor, signal)).cursor, ended.signal);
    ended.abort();
    expect((await waiting).messages).toEqual([]);
  });

  it('replaces a message that is sent again with its key, and reacts, deletes, and edits', async () => {
    const { channel, addVisitor, start } = await openWebChat();
    await start();
    const ada = await addVisitor();
    const to = { chatId: `${ada.linkId}.${ada.id}` };
    const bytes = Buffer.from('x');
    const files = [{ name: '../a.txt', mimeType: 'text/plain', bytes }];
    for (let n = 0; n < 2; n += 1) await channel.send({ to, key: 'k', markdown: 'one', files }, signal);
    await channel.act({ kind: 'react', to, messageId: 'k', emoji: '👍' }, signal);
    const read = async () => (await channel.read(ada, undefined, signal)).messages;
    expect(await read()).toMatchObject([{ id: 'k', reaction: '👍', files: [{ name: 'a.txt', bytes: 1 }] }]);
    const [file] = (await read())[0]?.files ?? [];
    expect((await channel.file(ada, file?.id ?? ''))?.bytes).toEqual(new Uint8Array(bytes));
    expect(await channel.file(await addVisitor(), file?.id ?? '')).toBeUndefined();
    await channel.act({ kind: 'delete', to, messageId: 'k' }, signal);
    expect(await read()).toMatchObject([{ isDeleted: true, content: [], files: [] }]);
    await expect(channel.edit(to, 'k', { markdown: 'two' }, signal)).rejects.toMatchObject({ code: 'rejected' });
  });

  it('keeps the last 200 messages', async () => {
    const { channel, addVisitor, start } = await openWebChat();
    await start();
    const ada = await addVisitor();
    const to = { chatId: `${ada.linkId}.${ada.id}` };
    for (let n = 0; n < 203; n += 1) await channel.send({ to, key: `k${n}`, markdown: `${n}` }, signal);
    const { messages } = await channel.read(ada, undefined, signal);
    expect([messages.length, messages[0]?.id]).toEqual([200, 'k3']);
  });

  it('is limited for each visitor, and for all visitors of a link', async () => {
    const clock = new ManualClock();
    const { channel, addVisitor, start } = await openWebChat({ clock });
    const events: ChannelEvent[] = [];
    await start(async (event) => void events.push(event));
    const ada = await addVisitor();
    for (let n = 0; n < 10; n += 1) await channel.say(ada, { id: `m${n}`, text: 'x' });
    await expect(channel.say(ada, { id: 'm10', text: 'x' })).rejects.toMatchObject({ code: 'rate-limited' });
    // The one that was sent again isn't a new one.
    await channel.say(ada, { id: 'm9', text: 'x' });
    for (let v = 0; v < 5; v += 1) {
      const other = await addVisitor();
      for (let n = 0; n < 10; n += 1) await channel.say(other, { id: `o${v}-${n}`, text: 'x' });
    }
    const last = await addVisitor();
    await expect(channel.say(last, { id: 'last', text: 'x' })).rejects.toMatchObject({ code: 'rate-limited' });
    clock.elapse(10 * 60_000 + 1);
    await channel.say(ada, { id: 'later', text: 'x' });
    expect(new Set(events.map(({ id }) => id)).size).toBe(61);
  });

  it('accepts only buttons that a message has', async () => {
    const { channel, addVisitor, start } = await openWebChat();
    const events: ChannelEvent[] = [];
    await start(async (event) => void events.push(event));
    const [ada, eve] = [await addVisitor(), await addVisitor()];
    const to = { chatId: `${ada.linkId}.${ada.id}` };
    await channel.send({ to, key: 'k', markdown: 'Sure?', buttons: [[{ label: 'Yes', data: 'a:1' }]] }, signal);
    await expect(channel.press(ada, 'k', 'a:2')).rejects.toMatchObject({ code: 'rejected' });
    await expect(channel.press(eve, 'k', 'a:1')).rejects.toMatchObject({ code: 'rejected' });
    await channel.press(ada, 'k', 'a:1');
    expect(events).toMatchObject([{ kind: 'press', data: 'a:1', sender: { id: ada.id } }]);
  });
});

describe('the nodes of a message', () => {
  it('have elements for Markdown, and text for HTML', () => {
    expect(toNodes('# A\n\n**b** <i>c</i>')).toEqual([
      { tag: 'h2', children: ['A'] },
      { tag: 'p', children: [{ tag: 'strong', children: ['b'] }, ' ', '<i>', 'c', '</i>'] },
    ]);
    expect(toNodes('3. x')).toEqual([{ tag: 'ol', start: 3, children: [{ tag: 'li', children: ['x'] }] }]);
  });

  it('link only to safe addresses, and load no images', () => {
    const text = JSON.stringify(toNodes('[a](javascript:x) ![b](https://b.example/i.png) [c](data:text/html,x)'));
    expect(text).not.toContain('javascript');
    expect(text).not.toContain('data:');
    expect(text).toContain('"href":"https://b.example/i.png"');
    expect(text).not.toContain('"img"');
  });
});
