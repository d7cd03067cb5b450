import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PhotometryError } from '../../lib/core/errors.js';
import { bytesSource } from '../../lib/platform/byte-sources.js';
import { bunzip2 } from '../../lib/platform/unpack/bunzip2.js';
import { gunzipMembers } from '../../lib/platform/unpack/gunzip-members.js';
import { uncompress } from '../../lib/platform/unpack/uncompress.js';
import { unwrapSource } from '../../lib/platform/unpack/unwrap.js';
import { compressed } from './compress-encoder.js';

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Made with Debian's bzip2 1.0.8: `printf ... | bzip2 -c1 | base64`. */
const BZIP2 = {
  empty: fromBase64('QlpoORdyRThQkAAAAAA='),
  /** 250 000 letters x and `end`: three blocks. */
  manyBlocks: fromBase64('QlpoMTFBWSZTWRdhNY8AAe2BgMYBAEAACCAAMMAE1UMmZ3PNpIb2qSHxdyRThQkBdhNY8A=='),
  /** The text of {@link words}. */
  words: fromBase64(
    'QlpoMTFBWSZTWYemOeQACEzZgAAQQAB/4CAAHABgB52Gt8AwAZ2zbJN7tcpbNs8NT0BkqmQIp5hNJUmgU2T1RpqAGjCJqSpphTAATQSak0mNVRkGte7+/fvxa3zfvx7OPe4Kwcnttrj3nbTLxMdG6rAU1ZfPigdEesQ0qu70FMyMLbvjpzIsUNKrwO00Ozo1gKONjoqn18OzkZuc2EdmYRpc37ATIuNtbGDsQeuOlRygQi93A5d2dWOuGnfqsda59M5DDCcOnIx34xL2kZcJE5SORr100fROmIPRkN32ys1jTs+3qV0+K1IjON2nGlHN6A2CVuTe5YXZWMwcue0H/B1uzn2OrxA+Sk4qFPWW4hjSGIcVxLTztlvXqHXHSGlTTKesnk4hbbF2wx2+TqFK9ZxPnjacQ26Tr8zjaYhabfPkm3bSCr807cTTDEtJx6nnbpMQp0yRRaes6hSU09RS0NJjbbNJKaeKymKHn5KQ2+ZPmLbPnHjLaYKcdJtxiyYnWS2SnaBxFWUkWafJ86ZnrrVF031y/q5y+AiShQv1b3bTEuBmnxpRjJl7dvFEnFlnfZofjhywFwW60dnhdy9NcMfYFvEtcEYfJPD4gnvX5dTysmrghRFD2Khg9pnXlw3YHmqOtCByAruENegyRcr2uNgyiqepoyVLMoEKvZp8zN1HfcFb8R1HswbNTKtTD6o7WZ13WSTsJjZJy4/D383w8/zAa6Ebhvn+aNT5xHdXN3Nv07b8Bov3XOmZjVPyIDNydMAcmPDdfXzAOci3o3YWVazNOE5e3gu7wEg2sAoE62GaAcRWSrmzOwWMqKUoNK4DQ9dad13s3dYFLe+6TPID22X4zpy49q++qnYR62YAB2KSVVZ0UiVVTJz6czNVVV2kVdVSmtuJUKmTPZj0iqsryLd1VKHNMzEAA+2F0PicMOyzi7AlQdzWCUrcXU48xz4e9y2KFm2Ux5eS3mpdWjJ76qpQ+eNi6qlE2WRVZb3CphqqjNou6FLxySMAA7M+zd2xQZxmQADu88mWABu9mCHDVVet7WhXIZLgVBCW5hrtvLBgimYqJebSkYOP3m/e7XM5TzlysRQ4DGe6TPS/vvuPp7xyaRVRPGVFQrEbTQAE3pMOAAY05CmqFE+JTsCvTZl5lCtfuceIVW7iaYr77GHTYiDpd3nHy5li0ZEMEy/do9c9dyAjwPo1AMC5Pe83PenTye/I+c6Je+w43GQMjklGyirAwmQqEC+XMyIVuSOXXubu3LAGtq2lRtIq6DTEOBW649ysXwezY0TluiC2Hb1xkKtXK8V0XN74XOCd2OEIItNY1DEMdVTwGnnPBaXMw7dfX28W2K2aZa3cqueBIV3GPhu0fDS5g3cgO5urINjLahOtZijldisKRrII91Z3k/FKaN9PBvzK5zOmnwB9FMB8fvcfke1hyAPC3FQ9PJ5iA35SQDWk7AdtF2LslKuZZaFc99uPdAye+RsHvS5jvb97AuuKzCFH8t6dbM4IGjvX3oQeC+d8vmj7g3984RWlIs0OmfQTdNehnd2vxygYgWwI3LcZAeNZcxqhedzyYqSbM3Qbr5Xlg5VDONZ7tNtuZoznk9JjvZzxQUk52CGO4U+BxW4MLnBha2JBz6YaF35q07FXMmSLEBEc77Je5Val4yOxVpWUrAyapMQwnxilge93Zm6rrLe7hLA+sMq9Jo573SsN1Z1+hd1tnIk+E2+15hnPMMTVxCktDoIJOhBVnVLkB3d1LoO34mRUDcSRZqvs5sXmIJ92DMy6BPs3BJgr3tzLuZYHa45Yspopiv6ABQFfoBAn6AQJ/gCBP+LuSKcKEhD0xzyA',
  ),
};
const words = Array.from({ length: 400 }, (_, i) => `star ${i} ${(i * i * 7919) % 1013}\n`).join('');

async function unwrapped(bytes: Uint8Array): Promise<Uint8Array> {
  const source = await unwrapSource(bytesSource(bytes, 'x'), 'night.fits');
  return source.read(0, source.byteLength);
}

describe('compressed files', () => {
  const plain = ascii(words);
  const wrappings: [string, Uint8Array][] = [
    ['gzip', new Uint8Array(gzipSync(plain))],
    ['bzip2', BZIP2.words],
    ['compress', compressed(plain)],
  ];

  it.each(wrappings)('in %s are decompressed and keep their name', async (_, bytes) => {
    const source = await unwrapSource(bytesSource(bytes, 'x'), 'night.fits');
    expect(source.name).toBe('night.fits');
    expect(await source.read(0, source.byteLength)).toEqual(plain);
    expect(await source.read(5, 6)).toEqual(ascii('0'));
  });

  it('that are not compressed stay unchanged, whatever they begin with', async () => {
    for (const text of ['', 'S', 'SIMPLE  = T', 'BZh9 is a star', 'BZ', '\u001f'])
      expect(await unwrapped(ascii(text))).toEqual(ascii(text));
    const source = bytesSource(ascii('plain'), 'x');
    expect(await unwrapSource(source, 'x')).toBe(source);
  });

  it('in gzip may have trailing bytes', async () => {
    expect(await unwrapped(Uint8Array.from([...new Uint8Array(gzipSync(plain)), 1, 2, 3]))).toEqual(plain);
  });

  it('of several concatenated streams are one file', async () => {
    const twice = (bytes: Uint8Array) => Uint8Array.from([...bytes, ...bytes]);
    for (const [, bytes] of wrappings.slice(0, 2)) expect(await unwrapped(twice(bytes))).toEqual(twice(plain));
    expect(await unwrapped(Uint8Array.from([...BZIP2.empty, ...BZIP2.words]))).toEqual(plain);
  });

  it.each(wrappings.slice(0, 2))(
    'in %s that are truncated are rejected, naming file and compression',
    async (name, bytes) => {
      for (const length of [12, 100, bytes.length - 1])
        await expect(unwrapped(bytes.subarray(0, length))).rejects.toThrow(
          new RegExp(`^night\\.fits: its ${name} wrapping is damaged or cut off .*Copy or download it again$`),
        );
    },
  );

  it.each(wrappings)('in %s with corrupted bytes are decompressed or rejected', async (_, bytes) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 3, max: bytes.length - 1 }),
        fc.uint8Array({ minLength: 1, maxLength: 6 }),
        async (at, noise) => {
          const copy = Uint8Array.from(bytes);
          copy.set(noise.subarray(0, copy.length - at), at);
          try {
            expect((await unwrapped(copy)).length).toBeLessThan(1e8);
          } catch (error) {
            expect(error).toBeInstanceOf(PhotometryError);
            expect(error).toMatchObject({ code: 'truncated-file' });
          }
        },
      ),
      { seed: 41, numRuns: 150 },
    );
  });
});

describe('gzip without the native implementation', () => {
  const random = Uint8Array.from({ length: 3000 }, (_, i) => Math.imul(i, 2654435761) >>> 24);

  it.each<[string, Uint8Array, number]>([
    ['text', ascii(words), 9],
    ['short text with the fixed Huffman code', ascii('star'), 9],
    ['empty data', new Uint8Array(0), 6],
    ['incompressible bytes', random, 6],
    ['stored bytes', ascii(words), 0],
    ['long runs', new Uint8Array(100_000).fill(7), 9],
  ])('unpacks %s', (_, bytes, level) => {
    expect(gunzipMembers(new Uint8Array(gzipSync(bytes, { level })))).toEqual(bytes);
  });

  it('unpacks several members, and skips a name and trailing bytes', () => {
    const plain = new Uint8Array(gzipSync(ascii('abc')));
    const named = Uint8Array.from([
      ...plain.subarray(0, 3),
      8,
      ...plain.subarray(4, 10),
      120,
      0,
      ...plain.subarray(10),
    ]);
    expect(gunzipMembers(Uint8Array.from([...named, ...plain, 0, 0, 9]))).toEqual(ascii('abcabc'));
  });

  it('rejects a wrong checksum and truncated data', () => {
    const packed = new Uint8Array(gzipSync(ascii(words)));
    const wrong = Uint8Array.from(packed);
    wrong[packed.length - 6] ^= 1;
    expect(() => gunzipMembers(wrong)).toThrow('checksum');
    for (let length = 0; length < packed.length; length += 7)
      expect(() => gunzipMembers(packed.subarray(0, length))).toThrow();
  });

  it('unpacks the output of the native implementation', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 }), parts => {
        const bytes = Uint8Array.from(Buffer.concat([...parts, ...parts]));
        expect(gunzipMembers(new Uint8Array(gzipSync(bytes)))).toEqual(bytes);
      }),
      { seed: 43, numRuns: 100 },
    );
  });
});

describe('bzip2', () => {
  it('unpacks an empty stream, and several blocks with long runs', () => {
    expect(bunzip2(BZIP2.empty)).toHaveLength(0);
    const bytes = bunzip2(BZIP2.manyBlocks);
    expect(bytes).toHaveLength(250_003);
    expect(bytes.subarray(0, 250_000).every(byte => byte === 120)).toBe(true);
    expect(new TextDecoder().decode(bytes.subarray(250_000))).toBe('end');
  });

  it('detects a wrong checksum', () => {
    const wrong = Uint8Array.from(BZIP2.words);
    wrong[11] ^= 1;
    expect(() => bunzip2(wrong)).toThrow(/checksum of the block/);
  });

  it('ignores bytes after the stream', () => {
    expect(bunzip2(Uint8Array.from([...BZIP2.words, ...new Uint8Array(2880)]))).toEqual(ascii(words));
  });
});

describe('Unix compress', () => {
  it.each([
    [9, Number.POSITIVE_INFINITY],
    [12, Number.POSITIVE_INFINITY],
    [16, Number.POSITIVE_INFINITY],
    [16, 777],
    [14, 20_011],
  ])('unpacks codes of up to %i bits, with the dictionary cleared every %i bytes', (widest, clearAfter) => {
    const bytes = Uint8Array.from({ length: 60_000 }, (_, i) => (((i * i) >> 7) * 7) & 63);
    expect(uncompress(compressed(bytes, widest, clearAfter))).toEqual(bytes);
  });

  it('unpacks a code that is just being defined', () => {
    const runs = ascii('aaaaaaaaaaaaaaaaaaaabababababababab');
    expect(uncompress(compressed(runs))).toEqual(runs);
  });

  it('rejects an impossible width and undefined codes', () => {
    expect(() => uncompress(Uint8Array.of(0x1f, 0x9d, 0x88))).toThrow('8 bits');
    expect(() => uncompress(Uint8Array.of(0x1f, 0x9d, 0x90, 0xff, 0xff))).toThrow('code 511 is not defined yet');
  });
});
