// Checks that relative links, anchors, and repository paths in the documentation exist.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { PROJECT_ROOT } from '#scripts/project-root.ts';

const PAGES = globSync(['*.md', 'docs/*.md', 'docs/adr/*.md', 'renderer/README.md'], { cwd: PROJECT_ROOT });
const FOLDERS =
  'adapters|build|cli|contract|core|docs|electron|gateway|host|messages|renderer|resources|scripts|tests|types';
const REPOSITORY_PATH = new RegExp(`^(?:${FOLDERS})/[\\w./<>{},*-]*$`);
const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g;
const EXTERNAL = /^[a-z]+:/;
const FENCE = /^```(\w*)\n([\s\S]*?)^```/gm;

interface Page {
  /** Text outside of fenced code blocks. */
  readonly prose: string;
  /** Inline code and shell examples. */
  readonly code: readonly string[];
}

function readPage(path: string): Page {
  const text = readFileSync(join(PROJECT_ROOT, path), 'utf8');
  const prose = text.replaceAll(FENCE, '');
  const shell = [...text.matchAll(FENCE)].filter(([, language]) => language === 'sh').map(([, , body]) => body ?? '');
  return { prose, code: [...[...prose.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span ?? ''), ...shell] };
}

/** Anchors as GitHub derives them from headings. */
function anchorsOf(path: string): readonly string[] {
  return [...readPage(path).prose.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    (heading ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function isBroken(page: string, link: string): boolean {
  const [target = '', anchor] = link.split('#');
  const path = target === '' ? page : join(dirname(page), target);
  if (!existsSync(join(PROJECT_ROOT, path))) return true;
  return anchor !== undefined && !anchorsOf(path).includes(anchor);
}

/** Whether a path exists. A placeholder such as `<noun>` stands for any name. */
function exists(path: string): boolean {
  return globSync(path.replaceAll(/<[^>]+>/g, '*'), { cwd: PROJECT_ROOT }).length > 0;
}

it.each(PAGES)('%s links to existing pages and anchors', (path) => {
  const links = [...readPage(path).prose.matchAll(LINK)].map(([, link]) => link ?? '');
  expect(links.filter((link) => !EXTERNAL.test(link) && isBroken(path, link))).toEqual([]);
});

it.each(PAGES)('%s names existing repository paths', (path) => {
  const paths = readPage(path).code.flatMap((span) => span.split(/\s+/).filter((word) => REPOSITORY_PATH.test(word)));
  expect(paths.filter((name) => !exists(name))).toEqual([]);
});
