import { expect, it } from 'vitest';
import { isOnGatewayComputer } from './open-in-editor.ts';

it('offers the editor in the desktop window and on loopback addresses only', () => {
  const check = (url: string) => isOnGatewayComputer(new URL(url) as Pick<Location, 'protocol' | 'hostname'>);
  for (const url of ['gatehouse-app://app/', 'http://localhost:4100', 'http://127.0.0.1:4100', 'https://[::1]:4100'])
    expect(check(url), url).toBe(true);
  for (const url of ['https://192.168.1.5:4100', 'https://127.0.0.1.example.com', 'http://home.example'])
    expect(check(url), url).toBe(false);
});
