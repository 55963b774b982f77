import { mailAuthentication } from '#enrich/press-release/mail-authentication';

describe('what the receiving server found about the sender', () => {
  it.each([
    ['DMARC passes', 'mx.desk.example; spf=pass; dkim=pass; dmarc=pass header.from=valdor.com', 'pass'],
    ['DMARC passes though SPF failed on the way', 'mx; spf=fail; dkim=pass; dmarc=pass', 'pass'],
    ['DMARC fails though SPF passes for another domain', 'mx; spf=pass; dkim=none; dmarc=fail', 'fail'],
    ['DMARC cannot be read at the sender’s', 'mx; spf=pass; dkim=pass; dmarc=permerror', 'fail'],
    ['there is no DMARC, SPF and DKIM pass', 'mx; dkim=pass header.d=valdor.com; spf=pass', 'pass'],
    ['there is no DMARC, only SPF passes', 'mx; spf=pass smtp.mailfrom=valdor.com', 'none'],
    ['there is no DMARC, DKIM fails and SPF passes', 'mx; dkim=fail; spf=pass', 'none'],
    ['there is no DMARC and SPF fails softly', 'mx; spf=softfail', 'fail'],
    ['the domain has no DMARC record', 'mx; spf=pass; dkim=pass; dmarc=none', 'pass'],
    ['letters and spaces vary', 'MX; SPF = Fail; DMARC = PASS', 'pass'],
    ['nothing was looked at', 'mx; none', 'none'],
    ['the line is garbage', ';;;=;dmarc;spf=', 'none'],
  ])('when %s: %s is %s', (_, value, result) => {
    expect(mailAuthentication([value]).result).toBe(result);
  });

  it('is read from the newest line, as older ones may be the sender’s own', () => {
    expect(mailAuthentication(['mx.desk.example; dmarc=fail', 'mx.elsewhere.example; dmarc=pass'])).toEqual({
      result: 'fail',
      evidence: 'dmarc=fail',
    });
  });

  it('is told by the first result of a method where one stands twice', () => {
    expect(mailAuthentication(['mx; dkim=pass header.d=valdor.com; dkim=fail; spf=pass'])).toEqual({
      result: 'pass',
      evidence: 'dkim=pass, spf=pass',
    });
  });

  it('is nothing where no server says anything', () => {
    expect(mailAuthentication([])).toEqual({ result: 'none', evidence: '' });
  });
});
