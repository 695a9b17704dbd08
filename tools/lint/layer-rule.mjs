// The layer rule of the house as a lint rule: an import is judged by the folder that it really leads to.
//   shared <- main/archive <- main ; shared <- renderer ; shared <- viewer. Never the other way. Tests and tools may see everything.
// Inside the engine the rooms stand on floors (FLOORS below).
import path from 'node:path';

/** A layer's folder, the layers it may see, and the packages it must not. The first folder that fits counts. */
const LAYERS = [
  {
    name: 'shared',
    sees: ['shared'],
    bans: [/^node:/, /^electron/, /^react/, /^antd/, /^@ant-design/],
    why: 'shared is pure: no Node, DOM or Electron.',
  },
  {
    name: 'main/archive',
    sees: ['shared', 'main/archive'],
    bans: [/^electron/, /^react/, /^antd/],
    why: 'The engine is plain TypeScript on Node.',
  },
  {
    name: 'main',
    sees: ['shared', 'main/archive', 'main'],
    bans: [/^react/, /^antd/],
    why: 'The main process draws no window.',
  },
  {
    name: 'renderer',
    sees: ['shared', 'renderer'],
    bans: [/^node:/, /^electron/],
    why: 'The window runs in a sandbox: no Node, no Electron.',
  },
  {
    name: 'viewer',
    sees: ['shared', 'viewer'],
    bans: [/^node:/, /^electron/, /^react/, /^antd/, /^@ant-design/],
    why: 'The page in a package runs in any browser, alone.',
  },
];

/**
 * The rooms of the engine, lowest floor first. A file sees its own room and the rooms of the floors below it; rooms on one
 * floor do not see each other. Files of main/archive itself stand above all rooms.
 */
const FLOORS = [
  ['work'],
  ['storage'],
  ['reading'],
  ['print'],
  ['host'],
  ['trust'],
  ['letters'],
  ['intake', 'search', 'disposal'],
  ['export'],
];

/** No byte leaves the machine: no layer of the product opens a connection. */
const NETWORK = /^(node:)?(http|https|http2|net|tls|dgram|dns)(\/|$)/;

const layerOf = (root, file) => {
  const inside = path.relative(root, file).split(path.sep).join('/');
  return LAYERS.find((layer) => inside === layer.name || inside.startsWith(`${layer.name}/`));
};

/** The room and floor of a file of the engine; undefined outside it. */
function roomOf(root, file) {
  const [main, archive, room, ...rest] = path.relative(root, file).split(path.sep);
  if (main !== 'main' || archive !== 'archive') return undefined;
  // A file that lies in no room, like engine.ts, is on the roof.
  if (rest.length === 0) return { name: 'engine', floor: FLOORS.length };
  return { name: room, floor: FLOORS.findIndex((rooms) => rooms.includes(room)) };
}

/** What is wrong with an import from one file of the engine to another; undefined where nothing is. */
function climb(root, from, to) {
  const own = roomOf(root, from);
  const target = roomOf(root, to);
  if (own === undefined || target === undefined || own.name === target.name) return undefined;
  if (own.floor < 0) return `main/archive/${own.name} stands on no floor: name it in tools/lint/layer-rule.mjs.`;
  if (target.floor >= 0 && target.floor < own.floor) return undefined;
  return `${own.name} must not import ${target.name}: it sees only the floors below it.`;
}

/** The contract has one face: whoever stands outside its folder imports its index. */
function pastTheFace(root, from, to) {
  const folder = path.join(root, 'shared', 'contract') + path.sep;
  return to.startsWith(folder) && !from.startsWith(folder) && to !== `${folder}index.ts`;
}

/** @type {import('eslint').Rule.RuleModule} */
export const layerRule = {
  meta: { type: 'problem', docs: { description: 'imports follow the layers of the house' }, schema: [] },
  create(context) {
    const root = context.cwd;
    const own = layerOf(root, context.filename);
    if (own === undefined) return {};
    const check = (node, specifier) => {
      if (typeof specifier !== 'string') return;
      if (specifier.startsWith('.')) {
        const file = path.resolve(path.dirname(context.filename), specifier);
        const target = layerOf(root, file);
        const climbs = climb(root, context.filename, file);
        if (climbs !== undefined) context.report({ node, message: climbs });
        if (pastTheFace(root, context.filename, file)) {
          context.report({ node, message: 'The contract has one face: import shared/contract/index.ts.' });
        }
        if (target === undefined || !own.sees.includes(target.name)) {
          context.report({
            node,
            message: `${own.name} must not import ${target?.name ?? specifier}: it sees only ${own.sees.join(', ')}.`,
          });
        }
      } else if (NETWORK.test(specifier)) {
        context.report({ node, message: 'No byte leaves the machine: no network modules.' });
      } else if (own.bans.some((ban) => ban.test(specifier))) {
        context.report({ node, message: own.why });
      }
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value),
      ExportNamedDeclaration: (node) => node.source && check(node, node.source.value),
      ExportAllDeclaration: (node) => check(node, node.source.value),
      ImportExpression: (node) => check(node, node.source.value),
      TSImportType: (node) => check(node, node.argument?.literal?.value ?? node.source?.value),
    };
  },
};
