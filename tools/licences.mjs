// The licences of everything that is handed out: the packages that the program runs on, those that are built into the window,
// and those that bring fonts; with their texts. Only Node's own modules, because the build uses it.
import fs from 'node:fs';
import path from 'node:path';

/** Packages that sources import by name. */
function importedBy(root, folders) {
  const names = new Set();
  for (const folder of folders) {
    for (const file of fs.readdirSync(path.join(root, folder), { recursive: true })) {
      if (!/\.(ts|tsx)$/.test(file)) continue;
      const text = fs.readFileSync(path.join(root, folder, file), 'utf8');
      for (const [, name] of text.matchAll(/(?:from|import)\s*\(?\s*'((?:@[\w.-]+\/)?[\w][\w.-]*)/g)) names.add(name);
    }
  }
  return names;
}

/**
 * @param {string} root the project's folder
 * @param {string} [installed] where the packages lie; the project's own folder where left out
 * @returns {{ name: string, version: string, licence: string, text: string }[]} by name; `text` is empty where the package has none
 */
export function collectLicences(root, installed = root) {
  const { packages } = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const top = packages[''];
  /** As Node looks for it: in the nearest node_modules above. */
  const find = (from, name) => {
    for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
      const place = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
      if (packages[place] !== undefined) return place;
      if (at === '' || !at.includes('node_modules/')) return packages[`node_modules/${name}`] && `node_modules/${name}`;
    }
  };
  const fonts = JSON.parse(fs.readFileSync(path.join(root, 'resources/fonts/sources.json'), 'utf8'));
  const window = [...importedBy(root, ['renderer', 'shared'])].filter((name) => (top.devDependencies ?? {})[name]);
  const waiting = [...Object.keys(top.dependencies ?? {}), ...window, ...fonts.map((font) => font.package)].map(
    (name) => find('', name),
  );
  const seen = new Set();
  const found = [];
  for (let place = waiting.pop(); waiting.length > 0 || place !== undefined; place = waiting.pop()) {
    if (place === undefined || seen.has(place)) continue;
    seen.add(place);
    const folder = path.join(installed, place);
    // Optional packages of other systems are not there.
    if (!fs.existsSync(path.join(folder, 'package.json'))) continue;
    const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
    found.push({
      name: manifest.name,
      version: manifest.version,
      licence: licenceOf(manifest),
      text: textsIn(folder),
    });
    const { dependencies = {}, optionalDependencies = {} } = packages[place];
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) waiting.push(find(place, name));
  }
  // The one font that lies in the repository and in no package.
  found.push({
    name: 'Hanazono (FuhanRare.ttf)',
    version: '20170904',
    licence: 'Hanazono Font License',
    text: fs.readFileSync(path.join(root, 'resources/fonts/Hanazono-Font-License.txt'), 'utf8'),
  });
  const unique = new Map(found.map((one) => [`${one.name}@${one.version}`, one]));
  return [...unique.values()].sort((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1,
  );
}

function licenceOf({ license, licenses }) {
  if (typeof license === 'string') return license;
  if (license?.type !== undefined) return license.type;
  return Array.isArray(licenses) ? licenses.map(({ type }) => type).join(' OR ') : '';
}

function textsIn(folder) {
  const names = fs
    .readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice|ofl)/i.test(name))
    .sort();
  return names
    .filter((name) => fs.statSync(path.join(folder, name)).isFile())
    .map((name) => fs.readFileSync(path.join(folder, name), 'utf8').trim())
    .join('\n\n');
}
