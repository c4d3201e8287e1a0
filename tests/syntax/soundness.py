"""What holds of every analysis."""

from kipu.model.syntax import Syntax


def check_is_sound(syntax: Syntax, text: str) -> None:
    """Check what holds of every analysis: columns, spans, sentences, trees, names."""
    columns = (syntax.end, syntax.form, syntax.lemma, syntax.upos, syntax.feats, syntax.head)
    assert {len(column) for column in (*columns, syntax.deprel)} == {len(syntax)}
    for start, end, form in zip(syntax.start, syntax.end, syntax.form, strict=True):
        assert text[start:end] == form
    assert list(syntax.sentences) == sorted(set(syntax.sentences))
    assert syntax.sentences[:1] == ((0,) if len(syntax) else ())
    for sentence in syntax.sentence_ranges():
        roots = [word for word in sentence if syntax.head[word] == word]
        assert len(roots) == 1
        assert [word for word in sentence if syntax.deprel[word] == "root"] == roots
        for word in sentence:
            path = [word]
            while syntax.head[path[-1]] != path[-1]:
                path.append(syntax.head[path[-1]])
                assert path[-1] in sentence
                assert len(path) <= len(sentence)
    places = [place for name in syntax.names for place in (name.start, name.end)]
    assert places == sorted(places)
