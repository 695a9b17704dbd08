// Checks a package of the archive: BagIt 1.0 (RFC 8493), 档发〔2012〕7号, and the histories in it. Plain JavaScript that needs nothing
// else: under Node (`node 校验.cjs [DIR]`), and in the page that lies beside the package. It shares no code with the program that
// writes packages; docs/spec/package.md says what is checked. Its words for people are Chinese.
'use strict';

(function (global) {
  const FORM = 1;
  const SYSTEM_FILES = /^(\.DS_Store|Thumbs\.db|desktop\.ini|\._.*)$/i;

  // ---- SHA-256 (FIPS 180-4) and SM3 (GB/T 32905-2016), piece by piece, for where nothing else has them ------------------

  const K = (() => {
    const primes = [];
    for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);
    return Uint32Array.from(primes, (p) => {
      const root = Math.cbrt(p);
      return Math.floor((root - Math.floor(root)) * 0x100000000);
    });
  })();

  const rotr = (x, n) => (x >>> n) | (x << (32 - n));
  const rotl = (x, n) => (x << n) | (x >>> (32 - n));

  /** Collects 64-byte blocks; `compress` takes one. */
  function blockHash(state, compress) {
    const block = new Uint8Array(64);
    let filled = 0;
    let total = 0;
    return {
      update(bytes) {
        total += bytes.length;
        let at = 0;
        if (filled > 0) {
          const taken = Math.min(64 - filled, bytes.length);
          block.set(bytes.subarray(0, taken), filled);
          filled += taken;
          at = taken;
          if (filled < 64) return;
          compress(block, 0);
          filled = 0;
        }
        for (; at + 64 <= bytes.length; at += 64) compress(bytes, at);
        if (at < bytes.length) {
          block.set(bytes.subarray(at), 0);
          filled = bytes.length - at;
        }
      },
      hex() {
        const bits = total * 8;
        const end = new Uint8Array(filled < 56 ? 64 - filled : 128 - filled);
        end[0] = 0x80;
        const view = new DataView(end.buffer);
        view.setUint32(end.length - 8, Math.floor(bits / 0x100000000));
        view.setUint32(end.length - 4, bits >>> 0);
        this.update(end);
        return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
      },
    };
  }

  function sha256() {
    const h = Uint32Array.of(
      0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    );
    const w = new Int32Array(64);
    return blockHash(h, (bytes, from) => {
      for (let i = 0, at = from; i < 16; i++, at += 4)
        w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
      for (let i = 16; i < 64; i++) {
        const s0 = rotr(w[i - 15], 7) ^ rotr(w[i - 15], 18) ^ (w[i - 15] >>> 3);
        const s1 = rotr(w[i - 2], 17) ^ rotr(w[i - 2], 19) ^ (w[i - 2] >>> 10);
        w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
      }
      let [a, b, c, d, e, f, g, k] = h;
      for (let i = 0; i < 64; i++) {
        const s1 = rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25);
        const t1 = (k + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        const s0 = rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22);
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        k = g;
        g = f;
        f = e;
        e = (d + t1) | 0;
        d = c;
        c = b;
        b = a;
        a = (t1 + t2) | 0;
      }
      h[0] += a;
      h[1] += b;
      h[2] += c;
      h[3] += d;
      h[4] += e;
      h[5] += f;
      h[6] += g;
      h[7] += k;
    });
  }

  function sm3() {
    const v = Uint32Array.of(
      0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
    );
    const w = new Int32Array(68);
    const p0 = (x) => x ^ rotl(x, 9) ^ rotl(x, 17);
    const p1 = (x) => x ^ rotl(x, 15) ^ rotl(x, 23);
    return blockHash(v, (bytes, from) => {
      for (let i = 0, at = from; i < 16; i++, at += 4)
        w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
      for (let i = 16; i < 68; i++)
        w[i] = p1(w[i - 16] ^ w[i - 9] ^ rotl(w[i - 3], 15)) ^ rotl(w[i - 13], 7) ^ w[i - 6];
      let [a, b, c, d, e, f, g, h] = v;
      for (let i = 0; i < 64; i++) {
        const t = i < 16 ? 0x79cc4519 : 0x7a879d8a;
        const a12 = rotl(a, 12);
        const s1 = rotl((a12 + e + rotl(t, i % 32)) | 0, 7);
        const s2 = s1 ^ a12;
        const ff = i < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
        const gg = i < 16 ? e ^ f ^ g : (e & f) | (~e & g);
        const t1 = (ff + d + s2 + (w[i] ^ w[i + 4])) | 0;
        const t2 = (gg + h + s1 + w[i]) | 0;
        d = c;
        c = rotl(b, 9);
        b = a;
        a = t1;
        h = g;
        g = rotl(f, 19);
        f = e;
        e = p0(t2);
      }
      v[0] ^= a;
      v[1] ^= b;
      v[2] ^= c;
      v[3] ^= d;
      v[4] ^= e;
      v[5] ^= f;
      v[6] ^= g;
      v[7] ^= h;
    });
  }

  // ---- small readers ----------------------------------------------------------------------------------------------------

  const utf8 = (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

  /** RFC 8785, for the values that JSON files hold. */
  function canonical(value) {
    if (value === null || typeof value !== 'object') return JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
    const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
  }

  const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  function decodeXml(text) {
    return text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));|&/g, (whole, hex, decimal, name) => {
      if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      if (name !== undefined && ENTITIES[name] !== undefined) return ENTITIES[name];
      throw new Error(`“${whole}”不是 XML 的实体`);
    });
  }

  /** Well-formed XML without a DTD, as elements: {name, text, children}. */
  function parseXml(text) {
    const root = { name: '', text: '', children: [] };
    const open = [root];
    const tag = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([^\s/>!?][^\s/>]*)((?:\s+[^\s=>]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+|</g;
    const body = text.replace(/^\ufeff/, '');
    for (const found of body.matchAll(tag)) {
      const top = open[open.length - 1];
      const [piece, closing, name, , empty] = found;
      if (name === undefined) {
        if (piece === '<') throw new Error('标签不完整');
        if (piece.startsWith('<')) continue;
        if (top === root && piece.trim() !== '') throw new Error('根元素之外有文字');
        top.text += decodeXml(piece);
      } else if (closing === '/') {
        if (top.name !== name) throw new Error(`<${top.name}> 没有结束`);
        open.pop();
      } else {
        const element = { name, text: '', children: [] };
        top.children.push(element);
        if (empty !== '/') open.push(element);
      }
    }
    if (open.length !== 1) throw new Error(`<${open[open.length - 1].name}> 没有结束`);
    if (root.children.length !== 1) throw new Error('没有根元素');
    return root.children[0];
  }
  const childOf = (element, ...names) =>
    names.reduce((at, name) => at && at.children.find((child) => child.name === name), element);
  const textOf = (element, ...names) => (childOf(element, ...names) || { text: '' }).text;

  /** `Label: value` lines; a line that begins with a blank goes on with the one before it. */
  function readLabels(text) {
    const labels = [];
    for (const line of text.split(/\r\n|\n|\r/)) {
      if (line === '') continue;
      const last = labels[labels.length - 1];
      if (/^[ \t]/.test(line) && last !== undefined) {
        last[1] += ` ${line.trim()}`;
        continue;
      }
      const parted = /^([^:]+):\s*(.*)$/.exec(line);
      if (parted === null) throw new Error(`“${line.slice(0, 40)}”不是“名称: 值”`);
      labels.push([parted[1].trim(), parted[2].trim()]);
    }
    return labels;
  }

  /** What is wrong with a path of a list; it is never opened then. */
  function pathFault(path) {
    if (path === '' || path.includes('\0')) return '路径为空或含空字符';
    if (/^[/\\~]|^[A-Za-z]:/.test(path) || path.includes('\\')) return '不是数据包内的相对路径';
    if (path.split('/').some((part) => part === '..' || part === '.' || part === '')) return '路径越出数据包';
    return undefined;
  }

  // ---- the check --------------------------------------------------------------------------------------------------------

  /**
   * @param source `files`: [{path, size, link?}] with slashes, below the package's folder; `read(path)`: its bytes, piece by piece
   *   (an iterable, or an async one)
   * @param options `digests`: makers of digests by name (sha256 at least; the ones of this file where left out);
   *   `step(bytes)`: called and waited for after each piece that was looked at; it throws to cancel, and lets others have a turn;
   *   `known`: digests by path that need not be taken again
   * @returns {ok, form, letters, versions, files, bytes, sha256, algorithms, problems: [{code, path, message}]}
   */
  async function checkPackage(source, options = {}) {
    const digests = options.digests || { sha256 };
    const algorithms = Object.keys(digests);
    const problems = [];
    const say = (code, path, message) => problems.push({ code, path, message });
    const result = { ok: false, form: 0, letters: 0, versions: 0, files: 0, bytes: 0, sha256: '', algorithms, problems };
    const done = () => Object.assign(result, { ok: problems.length === 0 });

    const files = new Map();
    for (const file of source.files) {
      const path = file.path.normalize('NFC');
      if (file.link) say('path', path, '是链接，不是文件');
      else if (files.has(path)) say('path', path, '有两个同名的文件');
      else files.set(path, file);
    }
    const step = options.step || (() => undefined);

    const bytesOf = async (path) => {
      const pieces = [];
      let size = 0;
      for await (const piece of source.read(files.get(path).path)) {
        // A copy: the source may fill the same piece again, and slice() of a Buffer of Node is none.
        pieces.push(Uint8Array.from(piece));
        size += piece.length;
      }
      const whole = new Uint8Array(size);
      let at = 0;
      for (const piece of pieces) {
        whole.set(piece, at);
        at += piece.length;
      }
      return whole;
    };
    /** The text of a file; undefined, and told, where there is none. */
    const readText = async (path, code) => {
      if (!files.has(path)) {
        say('missing', path, '缺少这个文件');
        return undefined;
      }
      try {
        return utf8(await bytesOf(path));
      } catch (error) {
        say(code, path, `读不出：${error.message}`);
        return undefined;
      }
    };

    // The declaration: before anything else is believed.
    const declared = await readText('bagit.txt', 'bag');
    if (declared === undefined) return done();
    const version = /^BagIt-Version: (\d+)\.(\d+)\r?\nTag-File-Character-Encoding: (\S+)\r?\n?$/.exec(declared);
    if (version === null) say('bag', 'bagit.txt', '不是 BagIt 的声明');
    else if (Number(version[1]) > 1 || (Number(version[1]) === 1 && Number(version[2]) > 0)) {
      say('newer', 'bagit.txt', `BagIt ${version[1]}.${version[2]} 比本校验程序所知的 1.0 新`);
      return done();
    } else if (version[3].toUpperCase() !== 'UTF-8') say('bag', 'bagit.txt', `编码为 ${version[3]}，应为 UTF-8`);

    let info = [];
    const infoText = await readText('bag-info.txt', 'bag');
    try {
      if (infoText !== undefined) info = readLabels(infoText);
    } catch (error) {
      say('bag', 'bag-info.txt', error.message);
    }
    const label = (name) => (info.find(([key]) => key.toLowerCase() === name.toLowerCase()) || [])[1];
    result.form = Number(label('Fuhan-Package-Form') || 0);
    if (result.form > FORM) {
      say('newer', 'bag-info.txt', `数据包格式 ${result.form} 比本校验程序所知的 ${FORM} 新，请用更新的版本`);
      return done();
    }

    // The lists.
    const payload = [...files.keys()].filter((path) => path.startsWith('data/'));
    result.files = payload.length;
    result.bytes = payload.reduce((sum, path) => sum + files.get(path).size, 0);
    const oxum = label('Payload-Oxum');
    if (oxum === undefined) say('oxum', 'bag-info.txt', '没有 Payload-Oxum');
    else if (oxum !== `${result.bytes}.${result.files}`)
      say('oxum', 'bag-info.txt', `应有 ${oxum}（字节.文件数），实有 ${result.bytes}.${result.files}`);

    const lists = new Map();
    for (const path of files.keys()) {
      const named = /^(tag)?manifest-([a-z0-9]+)\.txt$/.exec(path);
      if (named === null) continue;
      const text = await readText(path, 'manifest');
      if (text === undefined) continue;
      const entries = new Map();
      for (const line of text.split(/\r\n|\n|\r/)) {
        if (line === '') continue;
        const parted = /^([0-9a-fA-F]+)[ \t]+\*?(.+)$/.exec(line);
        if (parted === null) {
          say('manifest', path, `“${line.slice(0, 60)}”不是“摘要  路径”`);
          continue;
        }
        const listed = parted[2].replace(/%0A/gi, '\n').replace(/%0D/gi, '\r').replace(/%25/g, '%').normalize('NFC');
        const fault = pathFault(listed);
        if (fault !== undefined) say('path', listed, `${path}：${fault}`);
        else if (entries.has(listed)) say('manifest', listed, `在 ${path} 中列了两次`);
        else if (named[1] === undefined && !listed.startsWith('data/')) say('manifest', listed, `${path} 只能列 data 中的文件`);
        else entries.set(listed, parted[1].toLowerCase());
      }
      lists.set(path, { tag: named[1] === 'tag', algorithm: named[2], entries });
    }
    const ofKind = (tag) => [...lists].filter(([, list]) => list.tag === tag);
    for (const name of ['manifest-sha256.txt', 'tagmanifest-sha256.txt'])
      if (!lists.has(name)) say('missing', name, '缺少这份清单');
    for (const [name, { tag, entries }] of lists) {
      for (const path of entries.keys()) if (!files.has(path)) say('missing', path, `${name} 列有，数据包中没有`);
      if (tag) continue;
      for (const path of payload) if (!entries.has(path)) say('added', path, `数据包中有，${name} 没有列`);
    }
    for (const [name, { entries }] of ofKind(true)) {
      for (const path of files.keys()) {
        if (path.startsWith('data/') || path.startsWith('tagmanifest-') || entries.has(path)) continue;
        if (SYSTEM_FILES.test(path.split('/').pop())) continue;
        say('added', path, `数据包中有，${name} 没有列`);
      }
    }

    // The digests: each file once, for all lists.
    const sums = new Map();
    const sm3List = new Map();
    const SM3_PATH = 'data/其他/SM3校验清单.txt';
    if (files.has(SM3_PATH)) {
      for (const line of ((await readText(SM3_PATH, 'sm3')) || '').split('\n')) {
        const parted = /^([0-9a-f]{64}) {2}(.+)$/.exec(line);
        if (parted !== null) sm3List.set(parted[2].normalize('NFC'), parted[1]);
        else if (line !== '') say('sm3', SM3_PATH, `“${line.slice(0, 60)}”不是“摘要  路径”`);
      }
    }
    for (const [path, file] of files) {
      const known = options.known && options.known.get(path);
      if (known !== undefined) {
        sums.set(path, known);
        await step(file.size);
        continue;
      }
      const wanted = algorithms.filter((name) => name !== 'sm3' || sm3List.has(path));
      const running = wanted.map((name) => [name, digests[name]()]);
      let size = 0;
      try {
        for await (const piece of source.read(file.path)) {
          for (const [, digest] of running) digest.update(piece);
          size += piece.length;
          await step(piece.length);
        }
      } catch (error) {
        if (error && error.code === 'CANCELLED') throw error;
        say('changed', path, `读不全：${error.message}`);
        continue;
      }
      if (size !== file.size) say('changed', path, `应有 ${file.size} 字节，只读出 ${size} 字节`);
      sums.set(path, Object.fromEntries(running.map(([name, digest]) => [name, digest.hex()])));
    }
    result.sha256 = (sums.get('tagmanifest-sha256.txt') || { sha256: '' }).sha256;
    const told = new Set();
    for (const [name, { algorithm, entries }] of lists) {
      if (!algorithms.includes(algorithm)) continue;
      for (const [path, digest] of entries) {
        const sum = sums.get(path);
        if (sum === undefined || sum[algorithm] === digest || told.has(path)) continue;
        told.add(path);
        say('changed', path, `内容与 ${name} 不符（现有 ${files.get(path).size} 字节）`);
      }
    }
    if (algorithms.includes('sm3')) {
      for (const [path, digest] of sm3List) {
        if (!files.has(path)) say('sm3', path, 'SM3 校验清单列有，数据包中没有');
        else if (!told.has(path) && (sums.get(path) || {}).sm3 !== digest) say('sm3', path, '内容与 SM3 校验清单不符');
      }
    }
    if (result.form === 0) return done();
    await checkLetters(source, { files, sums, say, readText, result, hash: digests.sha256, step });
    return done();
  }

  const LETTERS = 'data/电子档案/';

  /** 说明文件, 文件目录, and each letter's metadata and history. */
  async function checkLetters(source, { files, sums, say, readText, result, hash, step }) {
    if (!files.has('data/说明文件.TXT')) say('readme', 'data/说明文件.TXT', '缺少说明文件');
    const catalogue = 'data/文件目录.XML';
    const listed = new Map();
    const text = await readText(catalogue, 'xml');
    if (text === undefined) say('catalogue', catalogue, '缺少文件目录');
    else {
      try {
        const root = parseXml(text);
        if (root.name !== '文件目录') throw new Error(`根元素是 ${root.name}`);
        root.children.forEach((entry, at) => {
          const folder = `data/${textOf(entry, '电子档案名称').normalize('NFC')}`;
          if (textOf(entry, '顺序号') !== String(at + 1)) say('catalogue', catalogue, `第 ${at + 1} 条的顺序号不对`);
          if (listed.has(folder)) say('catalogue', folder, '在文件目录中列了两次');
          listed.set(folder, { refCode: textOf(entry, '档号') });
        });
      } catch (error) {
        say('xml', catalogue, `不是可解析的 XML：${error.message}`);
      }
    }
    const folders = new Map();
    for (const path of files.keys()) {
      if (!path.startsWith(LETTERS)) continue;
      const parts = path.split('/');
      const folder = parts.slice(0, 5).join('/');
      if (parts.length < 6) say('structure', path, '不在“电子档案/年度/类别/件”之内');
      else if (folders.has(folder)) folders.get(folder).push(path.slice(folder.length + 1));
      else folders.set(folder, [path.slice(folder.length + 1)]);
    }
    for (const folder of listed.keys()) if (!folders.has(folder)) say('catalogue', folder, '文件目录列有，数据包中没有');
    for (const [folder, names] of folders) {
      await step(0);
      if (!listed.has(folder)) say('catalogue', folder, '数据包中有，文件目录没有列');
      result.letters++;
      const covered = new Set(['元数据.xml', '历史/版本.json']);
      const metadata = await checkMetadata(folder, covered, { files, sums, say, readText });
      const history = await checkHistory(folder, covered, { files, sums, say, readText, result, hash });
      if (metadata !== undefined && history !== undefined) {
        if (metadata.id !== history.id) say('metadata', `${folder}/元数据.xml`, '电子文件号与历史不符');
        if (metadata.refCode !== (history.refCode || '')) say('metadata', `${folder}/元数据.xml`, '档号与历史不符');
        if (metadata.versions !== history.versions) say('metadata', `${folder}/元数据.xml`, '版本摘要与历史不符');
      }
      if (metadata !== undefined && listed.has(folder) && listed.get(folder).refCode !== metadata.refCode)
        say('catalogue', folder, '文件目录中的档号与元数据不符');
      for (const name of names) if (!covered.has(name)) say('structure', `${folder}/${name}`, '元数据和历史都没有列这个文件');
    }
  }

  async function checkMetadata(folder, covered, { files, sums, say, readText }) {
    const path = `${folder}/元数据.xml`;
    if (!files.has(path)) return void say('metadata', path, '缺少元数据');
    const text = await readText(path, 'xml');
    if (text === undefined) return undefined;
    try {
      const root = parseXml(text);
      const entity = childOf(root, '文件实体');
      const acts = childOf(root, '业务实体块');
      if (root.name !== '电子文件元数据' || !entity || !acts) throw new Error('缺少文件实体或业务实体块');
      for (const file of (childOf(entity, '文件数据') || { children: [] }).children) {
        const name = textOf(file, '路径').normalize('NFC');
        const place = `${folder}/${name}`;
        covered.add(name);
        if (pathFault(name) !== undefined) say('path', place, '路径越出本件文件夹');
        else if (!files.has(place)) say('missing', place, '元数据列有，数据包中没有');
        else {
          const size = Number(textOf(file, '计算机文件大小'));
          if (files.get(place).size !== size)
            say('size', place, `元数据记 ${size} 字节，实有 ${files.get(place).size} 字节`);
          if ((sums.get(place) || {}).sha256 !== textOf(file, 'SHA256')) say('changed', place, '内容与元数据中的摘要不符');
        }
      }
      return {
        id: textOf(entity, '电子文件号'),
        refCode: textOf(entity, '档号'),
        versions: acts.children.map((act) => textOf(act, '版本摘要')).join(' '),
      };
    } catch (error) {
      return void say('xml', path, `不是可解析的元数据：${error.message}`);
    }
  }

  const HASHED = ['actor', 'at', 'letter_id', 'previous_sha256', 'reason', 'text_sha256', 'version'];
  const ATTACHED = ['id', 'mime', 'name', 'role', 'sha256', 'size'];
  const pick = (object, keys) => Object.fromEntries(keys.map((key) => [key, object[key]]));

  /** The hash of a version: SHA-256 over the canonical JSON of exactly nine keys. */
  function versionHash(row, hash) {
    const whole = pick(row, HASHED);
    whole.elements = JSON.parse(row.elements);
    whole.attachments = JSON.parse(row.attachments).map((one) => pick(one, ATTACHED));
    const digest = hash();
    digest.update(new TextEncoder().encode(canonical(whole)));
    return digest.hex();
  }

  async function checkHistory(folder, covered, { files, sums, say, readText, result, hash }) {
    const path = `${folder}/历史/版本.json`;
    if (!files.has(path)) return void say('history', path, '缺少版本历史');
    const text = await readText(path, 'json');
    if (text === undefined) return undefined;
    let told;
    try {
      told = JSON.parse(text);
      const { letter, source, versions, branches, contents } = told;
      for (const [sha, name] of Object.entries(contents)) {
        const place = `${folder}/${name}`.normalize('NFC');
        covered.add(name.normalize('NFC'));
        if (pathFault(name) !== undefined) say('path', place, '路径越出本件文件夹');
        else if (!files.has(place)) say('missing', place, '历史列有，数据包中没有');
        else if ((sums.get(place) || {}).sha256 !== sha) say('changed', place, '内容与历史中的摘要不符');
      }
      const needs = (sha, what) => {
        if (!Object.hasOwn(contents, sha)) say('history', path, `没有${what}的内容`);
      };
      needs(source.raw_text_sha256, '原件文字');
      // A joined history may stand on another one that was joined, wherever that comes.
      const all = new Set([versions, ...branches.map((side) => side.versions)].flat().map((row) => row.sha256));
      const look = (row, what) => {
        result.versions++;
        if (versionHash(row, hash) !== row.sha256) say('version', path, `${what}第 ${row.version} 版与其摘要不符`);
        needs(row.text_sha256, `${what}第 ${row.version} 版正文`);
        for (const file of JSON.parse(row.attachments)) needs(file.sha256, `${what}第 ${row.version} 版附件“${file.name}”`);
      };
      let previous = '';
      versions.forEach((row, at) => {
        if (row.letter_id !== letter.id || row.version !== at + 1 || row.previous_sha256 !== previous)
          say('version', path, `第 ${row.version} 版与前一版接不上`);
        look(row, '');
        previous = row.sha256;
      });
      if (versions.length === 0) say('history', path, '没有任何版本');
      for (const side of branches) {
        for (const row of side.versions) {
          if (row.previous_sha256 !== '' && !all.has(row.previous_sha256))
            say('version', path, `并入的第 ${row.version} 版与前一版接不上`);
          look(row, '并入的');
        }
      }
      return { id: letter.id, refCode: letter.ref_code, versions: versions.map((row) => row.sha256).join(' ') };
    } catch (error) {
      return void say('json', path, `不是可解析的版本历史：${error.message}`);
    }
  }

  // ---- under Node ---------------------------------------------------------------------------------------------------------

  /** All files of a folder, links told as such. Reads in pieces of 1 MiB. */
  function folderSource(root) {
    const fs = require('node:fs');
    const path = require('node:path');
    const files = [];
    const walk = (folder, above) => {
      for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
        const below = above === '' ? entry.name : `${above}/${entry.name}`;
        const place = path.join(folder, entry.name);
        if (entry.isDirectory()) walk(place, below);
        else if (entry.isFile()) files.push({ path: below, size: fs.statSync(place).size });
        else files.push({ path: below, size: 0, link: true });
      }
    };
    walk(root, '');
    return {
      files,
      *read(name) {
        const fd = fs.openSync(path.join(root, name), 'r');
        try {
          const piece = Buffer.alloc(1024 * 1024);
          for (;;) {
            const count = fs.readSync(fd, piece, 0, piece.length, null);
            if (count === 0) return;
            yield piece.subarray(0, count);
          }
        } finally {
          fs.closeSync(fd);
        }
      },
    };
  }

  /** Node's own digests, and this file's SM3 where Node has none. */
  function nodeDigests() {
    const crypto = require('node:crypto');
    const own = (name) => () => {
      const hash = crypto.createHash(name);
      return { update: (piece) => void hash.update(piece), hex: () => hash.digest('hex') };
    };
    const has = crypto.getHashes();
    return { sha256: own('sha256'), sha512: own('sha512'), sm3: has.includes('sm3') ? own('sm3') : sm3 };
  }

  async function main(words) {
    const fs = require('node:fs');
    const path = require('node:path');
    const json = words.includes('--json');
    const root = path.resolve(words.find((word) => !word.startsWith('-')) || __dirname);
    if (!fs.existsSync(root) || !fs.statSync(root).isDirectory()) {
      process.stderr.write(`没有这个文件夹：${root}\n`);
      return 2;
    }
    const checked = await checkPackage(folderSource(root), { digests: nodeDigests() });
    if (json) process.stdout.write(`${JSON.stringify(checked, null, 2)}\n`);
    else {
      for (const { code, path: at, message } of checked.problems) process.stdout.write(`[${code}] ${at}：${message}\n`);
      const what = `函件 ${checked.letters} 件，版本 ${checked.versions} 个，文件 ${checked.files} 个，${checked.bytes} 字节`;
      process.stdout.write(`${checked.ok ? '通过' : `不通过，问题 ${checked.problems.length} 处`}：${what}\n数据包 SHA-256 ${checked.sha256}\n`);
    }
    return checked.ok ? 0 : 4;
  }

  const api = { FORM, checkPackage, folderSource, nodeDigests, sha256, sm3, parseXml, canonical };
  if (typeof module === 'object' && typeof require === 'function') {
    module.exports = api;
    if (require.main === module) {
      main(process.argv.slice(2)).then((code) => {
        process.exitCode = code;
      });
    }
  } else global.fuhanVerifier = api;
})(globalThis);
