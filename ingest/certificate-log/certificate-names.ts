const [SEQUENCE, SET, OID, OCTETS, BMP_STRING] = [0x30, 0x31, 0x06, 0x04, 0x1e];
const [VERSION, EXTENSIONS, DNS_NAME] = [0xa0, 0xa3, 0x82];
const SUBJECT_ALTERNATIVE_NAME = Buffer.from('551d11', 'hex');
const COMMON_NAME = Buffer.from('550403', 'hex');
/** Of the fields before it: serial, algorithm, issuer, validity. */
const SUBJECT_AT = 4;

/** An element of DER: its tag, and where its content stands in the buffer. */
type Element = { readonly tag: number; readonly from: number; readonly to: number };

/**
 * The DNS names and the common names in the DER of a certificate (RFC 5280), as written there. Throws a RangeError for
 * anything that is not built like one. Parsing the whole with OpenSSL takes thirty times as long, and nearly all of a
 * log is of no interest.
 */
export function namesInCertificate(der: Buffer): readonly string[] {
  const [certificate] = childrenOf(der, { tag: SEQUENCE, from: 0, to: der.length });
  const [toBeSigned] = childrenOf(der, expected(certificate, SEQUENCE));
  const fields = childrenOf(der, expected(toBeSigned, SEQUENCE));
  const [first] = fields;
  const subject = expected(fields[first?.tag === VERSION ? SUBJECT_AT + 1 : SUBJECT_AT], SEQUENCE);
  const wrapped = fields.find(({ tag }) => tag === EXTENSIONS);
  const extensions = wrapped && childrenOf(der, wrapped)[0];
  return [...alternativeNames(der, extensions), ...commonNames(der, subject)];
}

function alternativeNames(der: Buffer, extensions: Element | undefined): string[] {
  if (!extensions) return [];
  return childrenOf(der, extensions).flatMap((extension) => {
    const [id, ...rest] = childrenOf(der, expected(extension, SEQUENCE));
    if (!isOid(der, id, SUBJECT_ALTERNATIVE_NAME)) return [];
    const [names] = childrenOf(der, expected(rest.at(-1), OCTETS));
    return childrenOf(der, expected(names, SEQUENCE)).flatMap((name) =>
      name.tag === DNS_NAME ? [der.toString('latin1', name.from, name.to)] : [],
    );
  });
}

function commonNames(der: Buffer, subject: Element): string[] {
  return childrenOf(der, subject)
    .flatMap((set) => childrenOf(der, expected(set, SET)))
    .flatMap((attribute) => {
      const [id, value] = childrenOf(der, expected(attribute, SEQUENCE));
      if (!value || !isOid(der, id, COMMON_NAME)) return [];
      const text = der.toString('latin1', value.from, value.to);
      return [value.tag === BMP_STRING ? text.replaceAll('\0', '') : text];
    });
}

function isOid(der: Buffer, element: Element | undefined, oid: Buffer): boolean {
  const { from, to } = expected(element, OID);
  return to - from === oid.length && der.compare(oid, 0, oid.length, from, to) === 0;
}

function expected(element: Element | undefined, tag: number): Element {
  if (element?.tag !== tag)
    throw new RangeError(`tag ${tag} was to follow, ${element?.tag ?? 'nothing'} did`);
  return element;
}

function childrenOf(der: Buffer, { from, to }: Element): Element[] {
  const children: Element[] = [];
  for (let at = from; at < to; ) {
    const child = elementAt(der, at, to);
    children.push(child);
    at = child.to;
  }
  return children;
}

function elementAt(der: Buffer, at: number, end: number): Element {
  const tag = der[at] ?? 0;
  const short = der[at + 1] ?? 0;
  const lengthBytes = short > 0x80 ? short - 0x80 : 0;
  const from = at + 2 + lengthBytes;
  if (short === 0x80 || lengthBytes > 4 || from > end) throw new RangeError('a length that is none');
  const to = from + (lengthBytes > 0 ? der.readUIntBE(at + 2, lengthBytes) : short);
  if (to > end) throw new RangeError('an element goes on after the end of what holds it');
  return { tag, from, to };
}
