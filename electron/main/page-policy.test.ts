import { describe, expect, it } from 'vitest';

import { CONTENT_SECURITY_POLICY, externalUrl, isOwnPage, isPreview } from './page-policy.ts';

describe('page policy', () => {
  it('recognizes its own pages by exact scheme and host', () => {
    expect(isOwnPage('gatehouse-app://app/')).toBe(true);
    expect(isOwnPage('gatehouse-app://app/sessions?x=1')).toBe(true);
    for (const foreign of [
      'gatehouse-app://app.evil/',
      'gatehouse-app://other/',
      'https://app/',
      'file:///app',
      '',
      'null',
    ]) {
      expect(isOwnPage(foreign), foreign).toBe(false);
    }
  });

  it('opens only web addresses without credentials in the browser', () => {
    expect(externalUrl('https://example.org/a')).toBe('https://example.org/a');
    expect(externalUrl('http://example.org')).toBe('http://example.org/');
    const refused = [
      'file:///etc/passwd',
      'javascript:alert(1)',
      'smb://host/x',
      'ms-msdt:/id',
      'gatehouse://x',
      'https://a:b@c',
      'x',
    ];
    for (const url of refused) expect(externalUrl(url), url).toBeUndefined();
  });

  it('allows no inline or evaluated scripts', () => {
    expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
    expect(CONTENT_SECURITY_POLICY).toContain("script-src 'self';");
  });
});

it('lets frames show previews only, which are on loopback', () => {
  expect(isPreview('http://127.0.0.1:40123/page?a=1')).toBe(true);
  for (const url of [
    'http://127.0.0.1.evil.example/',
    'https://127.0.0.1:1/',
    'http://a@evil.example/',
    'file:///etc/passwd',
    'no URL',
  ])
    expect(isPreview(url), url).toBe(false);
});
