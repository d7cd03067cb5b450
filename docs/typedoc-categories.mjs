/**
 * A typedoc plugin: puts each export in the category of the `//` heading that it stands under in lib/index.ts, so that
 * the reference follows the order of that file. An export without a heading is an error.
 */
import { readFileSync } from 'node:fs';
import { Application, Comment, CommentTag, Converter } from 'typedoc';

const AFTER_ALL_OTHERS = -1e6; // a priority: typedoc makes the categories in the same event
const entry = new URL('../lib/index.ts', import.meta.url);
const headings = readHeadings(readFileSync(entry, 'utf8'));
const places = new Map([...headings.keys()].map((name, place) => [name, place]));

/** @param {import('typedoc').Application} app */
export function load(app) {
  // typedoc reads its options anew after it has loaded the plugins
  app.on(Application.EVENT_BOOTSTRAP_END, () => app.options.setValue('categoryOrder', [...new Set(headings.values())]));
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const reflection of project.children ?? []) categorize(app, reflection);
  });
  const sortCategories = ({ project }) => {
    for (const category of project.categories ?? [])
      category.children.sort((a, b) => places.get(a.name) - places.get(b.name));
  };
  app.converter.on(Converter.EVENT_RESOLVE_END, sortCategories, AFTER_ALL_OTHERS);
}

/** The heading of every exported name, in the order of the file. */
function readHeadings(text) {
  const found = new Map();
  let heading;
  for (const [, title, names, file] of text.matchAll(
    /^\/\/ (.+)$|^export (?:type )?\{([^}]*)\}|^export \* from '(.+)\.js'/gm,
  )) {
    if (title) heading = title;
    else if (file) for (const name of declaredIn(file)) found.set(name, heading);
    else for (const name of names.matchAll(/(?:type )?(\w+)/g)) found.set(name[1], heading);
  }
  return found;
}

/** The names that a file exports where it declares them. */
function declaredIn(file) {
  const text = readFileSync(new URL(`${file}.ts`, entry), 'utf8');
  return [...text.matchAll(/^export (?:interface|type|class|function|const) (\w+)/gm)].map(([, name]) => name);
}

function categorize(app, reflection) {
  const heading = headings.get(reflection.name);
  if (!heading) app.logger.error(`${reflection.name} has no heading in lib/index.ts`);
  // The comment of a function belongs to its signatures, and typedoc takes the category from the first of them.
  const owners = reflection.signatures ?? [reflection];
  for (const owner of owners) {
    owner.comment ??= new Comment();
    owner.comment.blockTags.push(new CommentTag('@category', [{ kind: 'text', text: heading ?? 'Other' }]));
  }
}
