"""Words that carry no feedback: greetings, closings, thanks, small talk, the talk about the talk itself."""

import re

from spacy.lang.en.stop_words import STOP_WORDS

GREETING = re.compile(
    r"^(?:hi|hello|hey|hiya|howdy|dear|greetings|good (?:morning|afternoon|evening|day)|morning|afternoon|evening|hallo|bonjour|hola|guten (?:tag|morgen)|to whom it may concern)\b(?:[^.,!?:;\n]{0,40}[,!.:–-])?\s*",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^(?:(?:many |kind(?:est)? |best |very |warm(?:est)? |with |my |all the |sincere |friendly |much )*(?:thanks?|thank(?:ing)? you|regards|wishes|best|cheers|sincerely|cordially|respectfully|greetings|appreciated|thx|ta)\b"
    r"|yours\b|(?:i )?(?:am )?look(?:ing)? forward|awaiting|(?:talk|speak|see you|write) (?:soon|later|to you)|take care|have a\b|mit freundlichen|viele grüße|cordialement|saludos|sent from|sent via|get outlook for"
    r"|(?:i(?:'d| would) )?appreciate\b|(?:i )?(?:hope|trust) |happy to |feel free |please let me know|let me know|i remain |until then|br,?$|kr,?$|rgds)",
    re.IGNORECASE,
)
# Sentences that are polite, or about the message or the call, and about nothing else.
_PHRASES = re.compile(
    r"^(?:(?:oh|ah|so|right|well|ok(?:ay)?|yeah|yes|no|sorry|sure|great|perfect|good|hello|honestly|and|but|anyway)[,.!?]* )*"
    r"(?:can you hear|you(?:'re| are) (?:frozen|on mute|muted|breaking)|(?:i was|i'm|you're) on mute|sorry,? (?:i was|you|we|to bother|for|about)|hang on|(?:just )?(?:give me |one )(?:a )?(?:second|moment|minute)|let me (?:just |first )?(?:think|write|grab|find|check|know|share|see|get|ask|raise|look|note|pull)\b|wait, |no, you go"
    r"|where were we|is this being recorded|is it still (?:morning|evening)|how(?:'s| is| was| are) (?:the weather|your|you|things)|did you (?:see|get|have) (?:the|a) |nice (?:background|to (?:see|meet|hear|talk|speak))|congratulations on (?:the|your)|good question|(?:good, )*and (?:yourself|you)\b|fine by me|more or less|pretty much|happy to[,.]|same here|fair enough|makes sense"
    r"|(?:my|the) (?:train|plane|flight|traffic|bus|laptop|dog|cat|camera|doorbell)\b|traffic was|there(?:'s| is) an echo|i(?:'ve| have) a hard stop|i can see your screen|(?:could|can) you (?:send|share|repeat|say|please|help|advise|look into|check|confirm|assist)\b.{0,45}$"
    r"|(?:could|can) we (?:do|have|move) the next|same time next|next week(?:'s| is)|i(?:'ll| will) (?:send|be |write|drop|have to drop|get back|follow|share|check|let you|put|take|ask|forward)"
    r"|bye|have a (?:lovely|nice|good|great)|talk (?:to you|soon|later)|thank|thanks|many thanks|much appreciated|i(?:'d| would)? appreciate (?:a|an|any|your|it)|i(?: am|'m)? look(?:ing)? forward|(?:i )?(?:hope|trust) (?:you|this|that|all|to|everyone)"
    r"|happy to (?:jump|provide|help|send|share|hop|show|give|discuss)|feel free|please (?:let me know|advise|forward|get back|find attached|see (?:the )?attach|don't hesitate|do not hesitate|help|call me)|let me know|see attach|attached is"
    r"|any (?:news|update|help)\b|i remain |awaiting your|as (?:discussed|mentioned|promised)\b.{0,40}$|(?:i(?:'m| am) )?(?:writing|contacting you|following up|reaching out)\b.{0,70}$|not sure who|quick (?:one|question)(?: for you)?[.!:]?$|long-time customer"
    r"|call me (?:on|at|under)|(?:you can )?reach me|my (?:number|e-?mail|phone|extension) is|(?:a )?(?:first|second|third|another|last|next|other|separate) (?:point|thing|topic|question|issue|matter|item)s?[ ,].{0,40}$|(?:and )?(?:one|two) (?:more|other) things?\b.{0,40}$|that'?s (?:all|it)\b"
    r"|(?:on )?(?:a|an)(?:other)? (?:different|unrelated|separate|other) (?:matter|note|topic|subject)|something else\b|while i (?:have you|'m at it)|as i'm at it)",
    re.IGNORECASE,
)
_LEGAL = re.compile(r"\b(?:confidential|privileged|intended (?:solely|only) for|(?:un)?authori[sz]ed (?:copying|use|disclosure)|scanned for viruses|equal opportunity|registered (?:office|in)|think before you print)\b", re.IGNORECASE)
# Words of the talk itself. A sentence made of these and of function words alone is about nothing that a product could have.
_TALK = STOP_WORDS | frozenset(
    "ah aha ask asked asking answer answers believe bit bye call called calls chat check colleague colleagues come course day days depend depends detail details discuss don drop fine find friday get give going "
    "good got great guess half happen happy haven hear heard hello help hey hm hmm honest hope hour hours isn join joining just kind know late later leave let letter like likely line ll look looking lot love lovely mail "
    "make matter maybe mean meeting mention mentioned minute minutes moment monday month months morning mute need nice note notes number ok okay owe people perfect point possible pretty probably quick quickly "
    "ready recall recording remember remind repeat right sat say saying screen second see send sense share shared shortly sir slides slot soon sorry sound sounds speak stay stuff sure talk talked talking team tell thank thanks "
    "thing things think thought thursday time tomorrow touch true try tuesday um understand unfortunately ve wait want wednesday week weekend weeks wish wonder wouldn write wrong year years yeah yep yes yesterday yet".split()
)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_LONGEST = 18  # words; a longer sentence says more than a courtesy


def is_courtesy(sentence: str) -> bool:
    """Whether a sentence says nothing beyond manners and housekeeping."""
    words = [w.lower() for w in _WORDS.findall(sentence)]
    return len(words) <= _LONGEST and (bool(_PHRASES.match(sentence.strip()) or _LEGAL.search(sentence)) or all(w in _TALK for w in words))
